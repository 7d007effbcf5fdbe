-- One row per event and topic, with '' standing for "all", and what it answers to each metric, null where it does not:
-- what cells.sql and examples.sql add up. Topics are read from `topics_from` on only.
-- nps: promoter 1, detractor -1. csat: top two of five 1, the rest -1; a rating without a csat answer counts as one
-- that is satisfied from three quarters of its scale on, which on five stars is the top two. net_sentiment: scored
-- texts only, an unscored one is no neutral one; of a topic it is what the text says about that topic.
-- Customers only: what employees, managers and suppliers answer is their belief, not the customers' perception.
-- A customer is a customer_ref (hashed: counting them is quicker so); feedback without one is a customer of its own, who
-- `is_alone` in every count of one topic: to count such rows is to count their customers.
SELECT
    event_id,
    occurred_at,
    has_text,
    brand,
    said.1 AS topic,
    multiIf(
        {grain:String} = 'week', toMonday(occurred_at, 'UTC'),
        {grain:String} = 'month', toStartOfMonth(occurred_at, 'UTC'),
        toStartOfQuarter(occurred_at, 'UTC')
    ) AS window_start,
    toDate(occurred_at, 'UTC') AS day,
    channel,
    source,
    language,
    customer,
    customer_ref = '' AS is_alone,
    if(isNull(nps), NULL, (nps >= 9) - (nps <= 6)) AS nps_vote,
    multiIf(isNotNull(csat_score), if(csat_score >= 4, 1, -1),
            isNotNull(rating_score), if(rating_score >= 0.75, 1, -1), NULL) AS csat_vote,
    if(said.2 = 'unscored', NULL, (said.2 = 'positive') - (said.2 = 'negative')) AS sentiment_vote
FROM feedback_snapshot
ARRAY JOIN
    arrayConcat(
        [('', sentiment)],
        if(occurred_at < {topics_from:DateTime64(3, 'UTC')}, [], arrayZip(topics, topic_sentiments))
    ) AS said
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND respondent_role = 'customer'
