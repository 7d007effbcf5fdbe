-- Cases as they were known at {to}: one row per case of the brands that came in from {from} on. A later stage stands for
-- an earlier one that was not told: who was answered was heard. As in the view cases, steps of one moment, as where a source
-- gives the day alone, are taken in the order of the stages: a case that was reopened on the day it was resolved is open.
WITH
    indexOf(['received', 'acknowledged', 'assessed', 'investigated', 'responded', 'resolved', 'reopened', 'closed'], stage) AS place,
    (occurred_at, place, received_at, event_id) AS at,
    maxIf((occurred_at, place), stage = 'reopened') AS last_reopened
SELECT
    source,
    case_id,
    argMax(brand, at) AS case_brand,
    if(countIf(kind != '') = 0, 'complaint', argMaxIf(kind, at, kind != '')) AS case_kind,
    argMaxIf(cause, at, cause != '') AS case_cause,
    argMaxIf(topic, at, topic != '') AS case_topic,
    argMaxIf(channel, at, channel != '') AS case_channel,
    argMaxIf(location, at, location != '') AS case_location,
    argMaxIf(product, at, product != '') AS case_product,
    argMaxIf(team, at, team != '') AS case_team,
    argMaxIf(first_contact, at, first_contact IS NOT NULL) AS at_first_contact,
    argMaxIf(order_ref, at, order_ref != '') AS case_order,
    argMaxIf(customer_ref, at, customer_ref != '') AS case_customer,
    if(case_customer = '', concat(source, ' ', case_id), case_customer) AS customer,
    argMinIf(event_id, at, stage = 'received') AS received_event,
    minIf(occurred_at, stage = 'received') AS received,
    minOrNullIf(occurred_at, stage != 'received') AS heard,
    minOrNullIf(occurred_at, stage IN ('responded', 'resolved', 'closed')) AS answered,
    minOrNullIf(occurred_at, stage IN ('resolved', 'closed')) AS solved,
    minIf((occurred_at, place), stage IN ('resolved', 'closed')) AS solution,
    groupArrayIf((occurred_at, place), stage = 'reopened') AS reopenings,
    arrayFilter(ending -> ending > last_reopened, groupArrayIf((occurred_at, place), stage IN ('resolved', 'closed'))) AS endings,
    if(empty(endings), NULL, arrayMin(endings).1) AS ended,
    countIf(stage = 'received') > 0 AS is_received
FROM case_events
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND has({brands:Array(String)}, brand)
GROUP BY source, case_id
HAVING is_received AND (countIf(origin != '') = 0 OR argMaxIf(origin, at, origin != '') = 'customer')
