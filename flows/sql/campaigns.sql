-- Campaigns of our brands that ran or were still talked about between `from` and `to`: first start and last end of a name.
-- One whose end nobody told ends `longest` weeks after it began; it is talked about for `after` weeks more.
SELECT
    brand,
    name,
    min(assumeNotNull(start_at)) AS began,
    max(coalesce(end_at, start_at + toIntervalWeek({longest:UInt16}))) + toIntervalWeek({after:UInt16}) AS until
FROM facts
WHERE kind = 'campaign' AND brand IN {brands:Array(String)} AND name != '' AND isNotNull(start_at)
GROUP BY brand, name
HAVING began < {to:DateTime64(3, 'UTC')} AND until > {from:DateTime64(3, 'UTC')}
ORDER BY brand, name
