-- Cases that began between `from` and `to`, per brand, and how many of them were begun by us.
SELECT brand, count() AS cases, countIf(origin = 'proactive') AS proactive
FROM
(
    SELECT brand, origin, coalesce(first_received_at, first_acknowledged_at, first_assessed_at, first_responded_at) AS began
    FROM cases
)
WHERE began >= {from:DateTime64(3, 'UTC')} AND began < {to:DateTime64(3, 'UTC')} AND brand IN {brands:Array(String)}
GROUP BY brand
ORDER BY brand
