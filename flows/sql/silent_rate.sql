-- Customers known by a reference who were unhappy in a survey, per brand, and how many of them complained within `days`
-- days before or after their first such answer. Only answers all of whose days lie between `from` and `to` count: of a
-- newer one the complaint may still come. Reads what silent_voices.sql finds.
WITH
    {from:DateTime64(3, 'UTC')} + toIntervalDay({days:UInt8}) AS earliest,
    {to:DateTime64(3, 'UTC')} - toIntervalDay({days:UInt8}) AS latest
SELECT
    brand,
    count() AS known_unhappy,
    countIf(arrayExists(each -> abs(dateDiff('second', each, unhappy_at)) <= 86400 * {days:UInt8}, complained)) AS known_both
FROM
(
    SELECT
        brand,
        customer,
        minIf(at, low AND at >= earliest AND at < latest) AS unhappy_at,
        countIf(low AND at >= earliest AND at < latest) AS unhappy_answers,
        groupArrayIf(at, complaint) AS complained
    FROM silent_voices
    WHERE known
    GROUP BY brand, customer
    HAVING unhappy_answers > 0
)
GROUP BY brand
ORDER BY brand
