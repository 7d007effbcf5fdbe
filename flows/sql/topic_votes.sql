-- One row per text of people in a `role` and topic that it speaks of ('' = the text as a whole), of `brands`, scored only.
-- vote: 1 positive, -1 negative, 0 neither; of a topic it is what the text says about that topic. A text without topics
-- has its whole alone. Events to read are those since `shown_from`: to carry the ids of all would cost more than all else.
SELECT
    if(is_shown, feedback_snapshot.event_id, '') AS event_id,
    occurred_at >= {shown_from:DateTime64(3, 'UTC')} AS is_shown,
    occurred_at,
    brand,
    said.1 AS topic,
    channel,
    source,
    language,
    customer,
    (said.2 = 'positive') - (said.2 = 'negative') AS vote
FROM feedback_snapshot
ARRAY JOIN
    arrayConcat([('', sentiment)], arrayZip(topics, topic_sentiments)) AS said
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND respondent_role = {role:String}
  AND said.2 != 'unscored'
