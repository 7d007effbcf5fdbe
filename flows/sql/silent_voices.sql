-- One row per complaint that a customer made of their own accord, and per answer to a survey.
--   complaint  a case that a customer brought, or a complaint in a review or a post; what a survey asked for is none
--   low        answered a survey, and with the lowest two of five, the lowest quarter of a rating, an NPS of 0 to 6 or
--              an ease of 1 to 3
--   said       cause, channel, source and event id; the source as heartbeats name it: a helpdesk's cases are another
--              one than its surveys
--   known      by a reference, so that complaint and survey of one customer meet
-- Of a case that came from feedback both are one customer's.
SELECT
    brand,
    customer,
    customer_ref != '' AS known,
    kind != 'survey' AND has(intents, 'complaint') AS complaint,
    kind = 'survey' AND coalesce(csat_score, rating_score, nps, ces_score) IS NOT NULL AS answered,
    answered AND multiIf(
        isNotNull(csat_score), csat_score <= 2,
        isNotNull(rating_score), rating_score <= 0.25,
        isNotNull(nps), nps <= 6,
        ces_score <= 3
    ) = 1 AS low,
    (arrayFirst(told -> told != '', topic_causes), toString(channel), toString(source), event_id) AS said,
    occurred_at AS at
FROM feedback_snapshot
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND respondent_role = 'customer'
  AND (complaint OR answered)
UNION ALL
SELECT
    brand,
    sipHash64(multiIf(
        customer_ref != '', customer_ref,
        feedback_event_id != '', feedback_event_id,
        concat(source, '/', case_id)
    )) AS customer,
    customer_ref != '' AS known,
    true AS complaint,
    false AS answered,
    false AS low,
    (toString(cause), toString(channel), concat(source, '/cases'), feedback_event_id) AS said,
    assumeNotNull(received_at) AS at
FROM
(
    SELECT *, coalesce(first_received_at, first_acknowledged_at, first_assessed_at, first_responded_at) AS received_at
    FROM cases
)
WHERE received_at >= {from:DateTime64(3, 'UTC')}
  AND received_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND kind = 'complaint'
  AND origin = 'customer'
