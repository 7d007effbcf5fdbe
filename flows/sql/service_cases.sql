-- Cases as they were known at {to}: one row per case of the brands that came in from {from} on. A later stage stands for
-- an earlier one that was not told: who was answered was heard.
SELECT
    source,
    case_id,
    argMax(brand, occurred_at) AS case_brand,
    if(countIf(kind != '') = 0, 'complaint', argMaxIf(kind, occurred_at, kind != '')) AS case_kind,
    argMaxIf(cause, occurred_at, cause != '') AS case_cause,
    argMaxIf(topic, occurred_at, topic != '') AS case_topic,
    argMaxIf(first_contact, occurred_at, first_contact IS NOT NULL) AS at_first_contact,
    argMaxIf(order_ref, occurred_at, order_ref != '') AS case_order,
    argMaxIf(customer_ref, occurred_at, customer_ref != '') AS case_customer,
    if(case_customer = '', concat(source, ' ', case_id), case_customer) AS customer,
    argMinIf(event_id, occurred_at, stage = 'received') AS received_event,
    minIf(occurred_at, stage = 'received') AS received,
    minOrNullIf(occurred_at, stage != 'received') AS heard,
    minOrNullIf(occurred_at, stage IN ('responded', 'resolved', 'closed')) AS answered,
    minOrNullIf(occurred_at, stage IN ('resolved', 'closed')) AS solved,
    groupArrayIf(occurred_at, stage = 'reopened') AS reopenings,
    arrayFilter(at -> at >= arrayMax(reopenings), groupArrayIf(occurred_at, stage IN ('resolved', 'closed'))) AS endings,
    if(empty(endings), NULL, arrayMin(endings)) AS ended,
    countIf(stage = 'received') > 0 AS is_received
FROM case_events
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND has({brands:Array(String)}, brand)
GROUP BY source, case_id
HAVING is_received AND (countIf(origin != '') = 0 OR argMaxIf(origin, occurred_at, origin != '') = 'customer')
