-- Customers' answers to one metric in a scope, per period: one row per side and period.
--   period   whole weeks from `origin` on (negative before it), or calendar months from that of `origin`
--   touched  of the units that `unit` names (brand, location, product, team, topic), those of `touched`, or all where it
--            names none; the others are what is beside them, those of `excluded` left out
--   sources  answers by source
-- Parts of the scope that are '' are any. reply_share: reviews and posts, answered within `followed_days`; those that are
-- younger than that at `to` are left out, so that no period's were waited for longer than another's. net_sentiment with
-- a topic is what the text says about it.
SELECT
    touched,
    period,
    count() AS n,
    countIf(vote > 0) AS positive,
    countIf(vote < 0) AS negative,
    uniqExact(customer) AS customers,
    sumMap([source], [toUInt64(1)]) AS by_source
FROM
(
    SELECT
        event_id,
        customer,
        source,
        if(
            {grain:String} = 'month',
            toInt32(dateDiff('month', {origin:DateTime64(3, 'UTC')}, occurred_at, 'UTC')),
            toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, occurred_at) / 604800))
        ) AS period,
        multiIf(
            {unit:String} = 'brand', [toString(brand)],
            {unit:String} = 'location', [toString(location)],
            {unit:String} = 'product', [toString(product)],
            {unit:String} = 'team', [toString(team)],
            {unit:String} = 'topic', arrayMap(name -> toString(name), topics),
            ['']
        ) AS units,
        {unit:String} = '' OR hasAny(units, {touched:Array(String)}) AS touched,
        indexOf(topics, {topic:String}) AS at,
        if(at > 0, topic_sentiments[at], sentiment) AS said,
        occurred_at + toIntervalDay({followed_days:UInt16}) AS follow_until,
        multiIf(
            {metric:String} = 'nps', if(isNull(nps), NULL, toInt16(nps >= 9) - toInt16(nps <= 6)),
            {metric:String} = 'csat', multiIf(
                isNotNull(csat_score), if(csat_score >= 4, 1, -1),
                isNotNull(rating_score), if(rating_score >= 0.75, 1, -1),
                NULL
            ),
            {metric:String} = 'net_sentiment',
                if(said = 'unscored', NULL, toInt16(said = 'positive') - toInt16(said = 'negative')),
            {metric:String} = 'reply_share', multiIf(
                kind NOT IN ('review', 'social') OR follow_until >= {to:DateTime64(3, 'UTC')}, NULL,
                ifNull(reply_at <= follow_until, false), 1,
                -1
            ),
            NULL
        ) AS vote
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND ({channel:String} = '' OR channel = {channel:String})
      AND ({location:String} = '' OR location = {location:String})
      AND ({product:String} = '' OR product = {product:String})
      AND ({team:String} = '' OR team = {team:String})
      AND ({topic:String} = '' OR has(topics, {topic:String}))
)
WHERE isNotNull(vote)
  AND (touched OR (arrayExists(name -> name != '', units) AND NOT hasAny(units, {excluded:Array(String)})))
GROUP BY touched, period
ORDER BY touched, period
