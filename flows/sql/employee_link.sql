-- Scores of teams, 0 the worst to 100 the best, per brand, team, side and measure: `staff` of the quarter from `from` to
-- `start`, `customer` of the quarter from `start` to `to`. Each person counts once, with the mean of what they answered.
SELECT brand, team, side, told.1 AS measure, count() AS people, avg(assumeNotNull(told.2)) AS mean
FROM
(
    SELECT
        brand,
        team,
        if(respondent_role = 'employee', 'staff', 'customer') AS side,
        avg((csat_score - 1) * 25.) AS satisfaction,
        avg(rating_score * 100.) AS rated,
        avg(nps * 10.) AS recommended,
        avg(if(sentiment = 'unscored', NULL, 50. + 50. * ((sentiment = 'positive') - (sentiment = 'negative')))) AS feeling
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND team != ''
      AND (respondent_role = 'employee' AND occurred_at < {start:DateTime64(3, 'UTC')}
           OR respondent_role = 'customer' AND occurred_at >= {start:DateTime64(3, 'UTC')})
    GROUP BY brand, team, side, customer
)
ARRAY JOIN [('csat', satisfaction), ('rating', rated), ('nps', recommended), ('sentiment', feeling)] AS told
WHERE isNotNull(told.2)
GROUP BY brand, team, side, measure
ORDER BY brand, measure, team, side
