-- Which versions scored the texts of a brand per window: sentiment of scored texts, topics of all texts.
SELECT
    brand,
    multiIf(
        {grain:String} = 'week', toMonday(occurred_at, 'UTC'),
        {grain:String} = 'month', toStartOfMonth(occurred_at, 'UTC'),
        {grain:String} = 'quarter', toStartOfQuarter(occurred_at, 'UTC'),
        toStartOfInterval(toDate(occurred_at, 'UTC'), INTERVAL 6 MONTH)
    ) AS window_start,
    versions.1 AS model,
    versions.2 AS model_version,
    count() AS texts
FROM feedback
ARRAY JOIN [('sentiment', if(sentiment = 'unscored', '', sentiment_version)), ('taxonomy', taxonomy_version)] AS versions
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND respondent_role = 'customer'
  AND text != ''
  AND versions.2 != ''
GROUP BY brand, window_start, model, model_version
ORDER BY brand, window_start, model, model_version
