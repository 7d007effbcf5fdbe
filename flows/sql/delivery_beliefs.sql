-- What employees and managers believe that customers get, per brand, topic ('' = on the whole) and role. A belief is a
-- person's, or the mean of `sample_size` people's; scores are 0 the worst to 100 the best of their own scale.
--   people     all who were asked; where they were asked in several months (`waves`), each time anew
--   persons    those whose own answer is known; believing: of those, who give at least `believes`
-- Beliefs about causes are another question's.
SELECT
    brand,
    topic,
    respondent_role AS role,
    sum(asked) AS people,
    countIf(asked = 1) AS persons,
    countIf(asked = 1 AND score >= {believes:Float64}) AS believing,
    sum(score * asked) / people AS mean,
    uniqExact(toStartOfMonth(occurred_at, 'UTC')) AS waves
FROM
(
    SELECT
        brand,
        topic,
        respondent_role,
        occurred_at,
        coalesce(sample_size, 1) AS asked,
        100 * assumeNotNull((value - scale_min) / (scale_max - scale_min)) AS score
    FROM facts
    WHERE kind = 'belief_score'
      AND occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role IN ('employee', 'manager')
      AND cause = ''
      AND scale_max != scale_min
)
GROUP BY brand, topic, role
ORDER BY brand, topic, role
