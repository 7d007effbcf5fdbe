-- Events per source, brand, UTC day and the versions that scored them, of every role: whether a source is alive, whether
-- volume fell, what scored the texts, and how new the rows are. A survey of the staff shows as well as any other that its
-- source is alive; staff who answer do not make up for customers who fall silent, so customers count apart:
--   from_customers  theirs alone      texts  theirs with a text      scored  of these, those that could be judged
-- A source of several streams may lose one of them: `stream` is '' for feedback, 'cases', or the kind of a fact.
SELECT *
FROM
(
    SELECT
        source,
        '' AS stream,
        brand,
        toDate(occurred_at, 'UTC') AS day,
        sentiment_version,
        taxonomy_version,
        count() AS events,
        countIf(respondent_role = 'customer') AS from_customers,
        countIf(respondent_role = 'customer' AND has_text) AS texts,
        countIf(respondent_role = 'customer' AND has_text AND sentiment != 'unscored') AS scored,
        max(landed_at) AS newest_landing
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
    GROUP BY source, brand, day, sentiment_version, taxonomy_version
    UNION ALL
    SELECT source, stream, brand, toDate(occurred_at, 'UTC') AS day, '', '', count(), 0, 0, 0, max(landed_at)
    FROM
    (
        SELECT source, 'cases' AS stream, brand, occurred_at, landed_at
        FROM case_events
        WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
        UNION ALL
        SELECT source, toString(kind), brand, occurred_at, landed_at
        FROM facts
        WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
    )
    GROUP BY source, stream, brand, day
)
ORDER BY source, stream, brand, day, sentiment_version, taxonomy_version
