-- Customers' texts of one window and of the like ones before it (column `back`: 0 the window itself, 1 the one a period
-- before …, -1 what is in none of them): how many customers were negative, how many in need of somebody soon, up to five
-- of their texts, and how many periods ago the first of all texts was. Without the pairs of brand and source that are
-- told: those come in batches.
SELECT
    brand,
    if(ago % {period:UInt32} < {length:UInt32}, intDiv(ago, {period:UInt32}), -1) AS back,
    max(intDiv(ago, {period:UInt32})) AS oldest,
    count() AS texts,
    uniqExactIf(customer, sentiment = 'negative') AS negative_customers,
    uniqExactIf(customer, urgent) AS urgent_customers,
    groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), sentiment = 'negative') AS negative_newest,
    groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), urgent) AS urgent_newest,
    sumMap([source], [1]) AS by_source
FROM
(
    SELECT
        brand,
        source,
        occurred_at,
        event_id,
        sentiment,
        urgent,
        customer,
        dateDiff('second', occurred_at, {end:DateTime64(3, 'UTC')}) - 1 AS ago
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {end:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND has_text
      AND NOT has(arrayZip({left_out_brands:Array(String)}, {left_out_sources:Array(String)}), (brand, source))
)
GROUP BY brand, back
ORDER BY brand, back
