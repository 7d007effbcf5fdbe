-- Where steps of cases are landed, each as often as it is delivered, and what is read of them: the steps, and the cases.
-- sharded by: cityHash64(event_id)
CREATE TABLE IF NOT EXISTS cases_landed
(
    event_id String COMMENT 'The same for the same step, however often it is sent',
    source LowCardinality(String) COMMENT 'Who handed it over, such as helpdesk',
    case_id String COMMENT 'The same in every step of the case, unique within its source',
    stage LowCardinality(String) COMMENT 'received, acknowledged, assessed, investigated, responded, resolved, reopened or closed (ISO 10002)',
    brand LowCardinality(String) COMMENT 'Whose case it is',
    occurred_at DateTime64(3, 'UTC') COMMENT 'When the stage was reached (UTC)',
    received_at DateTime64(3, 'UTC') COMMENT 'When the step was pushed (UTC), the stage received is another thing',
    kind LowCardinality(String) COMMENT 'complaint or special_request, empty in a step that does not say',
    origin LowCardinality(String) COMMENT 'Who spoke first: customer, or proactive where we did, empty in a step that does not say',
    severity LowCardinality(String) COMMENT 'low, medium, high or critical, empty if unsaid',
    cause LowCardinality(String) COMMENT 'What it is put down to: people, systems, processes, products or customers, empty if unsaid',
    topic LowCardinality(String) COMMENT 'What it is about, a topic of the taxonomy where it is one, empty if unsaid',
    channel LowCardinality(String) COMMENT 'How the customer came, such as email, app or phone, empty if unsaid',
    product LowCardinality(String) COMMENT 'The product it is about, empty if unsaid',
    location LowCardinality(String) COMMENT 'The place it is about, empty if unsaid',
    team LowCardinality(String) COMMENT 'The team that has it, empty if unsaid',
    first_contact Nullable(Bool) COMMENT 'Resolved at the first contact, null if unsaid',
    customer_ref String COMMENT 'A pseudonym: the same customer has the same one, empty if unknown',
    customer_segment LowCardinality(String) COMMENT 'The customer''s segment, empty if unsaid',
    order_ref String COMMENT 'The order it is about, empty if unsaid',
    feedback_event_id String COMMENT 'The feedback that it came from, as in the view feedback, empty if none',
    attributes Map(LowCardinality(String), String) COMMENT 'What else the source says, by name',
    history Bool COMMENT 'Imported as older, may have occurred over five years before its receipt',
    schema_version UInt16 COMMENT 'The version of the event''s schema',
    landed_at DateTime64(3, 'UTC') COMMENT 'When this row was landed (UTC)',
    version UInt64 COMMENT 'received_at in ms: of an event''s rows the highest is shown'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY cityHash64(event_id) % 8
ORDER BY (source, event_id)
COMMENT 'One row per delivery of a step of a case, until merged: read the view case_events';

CREATE OR REPLACE VIEW case_events
(
    event_id String COMMENT 'The same for the same step, however often it is sent',
    source LowCardinality(String) COMMENT 'Who handed it over, such as helpdesk',
    case_id String COMMENT 'The same in every step of the case, unique within its source',
    stage LowCardinality(String) COMMENT 'received, acknowledged, assessed, investigated, responded, resolved, reopened or closed (ISO 10002)',
    brand LowCardinality(String) COMMENT 'Whose case it is',
    occurred_at DateTime64(3, 'UTC') COMMENT 'When the stage was reached (UTC)',
    received_at DateTime64(3, 'UTC') COMMENT 'When the step was pushed (UTC), the stage received is another thing',
    kind LowCardinality(String) COMMENT 'complaint or special_request, empty in a step that does not say',
    origin LowCardinality(String) COMMENT 'Who spoke first: customer, or proactive where we did, empty in a step that does not say',
    severity LowCardinality(String) COMMENT 'low, medium, high or critical, empty if unsaid',
    cause LowCardinality(String) COMMENT 'What it is put down to: people, systems, processes, products or customers, empty if unsaid',
    topic LowCardinality(String) COMMENT 'What it is about, a topic of the taxonomy where it is one, empty if unsaid',
    channel LowCardinality(String) COMMENT 'How the customer came, such as email, app or phone, empty if unsaid',
    product LowCardinality(String) COMMENT 'The product it is about, empty if unsaid',
    location LowCardinality(String) COMMENT 'The place it is about, empty if unsaid',
    team LowCardinality(String) COMMENT 'The team that has it, empty if unsaid',
    first_contact Nullable(Bool) COMMENT 'Resolved at the first contact, null if unsaid',
    customer_ref String COMMENT 'A pseudonym: the same customer has the same one, empty if unknown',
    customer_segment LowCardinality(String) COMMENT 'The customer''s segment, empty if unsaid',
    order_ref String COMMENT 'The order it is about, empty if unsaid',
    feedback_event_id String COMMENT 'The feedback that it came from, as in the view feedback, empty if none',
    attributes Map(LowCardinality(String), String) COMMENT 'What else the source says, by name',
    history Bool COMMENT 'Imported as older, may have occurred over five years before its receipt',
    schema_version UInt16 COMMENT 'The version of the event''s schema',
    landed_at DateTime64(3, 'UTC') COMMENT 'When this row was landed (UTC)',
    version UInt64 COMMENT 'received_at in ms: of an event''s rows the highest is shown'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    event_id,
    source,
    case_id,
    stage,
    brand,
    occurred_at,
    received_at,
    kind,
    origin,
    severity,
    cause,
    topic,
    channel,
    product,
    location,
    team,
    first_contact,
    customer_ref,
    customer_segment,
    order_ref,
    feedback_event_id,
    attributes,
    history,
    schema_version,
    landed_at,
    version
FROM cases_landed FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Grain: one row per step of a case, its newest version';

-- A step says what changed: of each fact about a case the newest that any step tells is shown.
CREATE OR REPLACE VIEW cases
(
    source LowCardinality(String) COMMENT 'Who handed it over, such as helpdesk',
    case_id String COMMENT 'The same in every step of the case, unique within its source',
    brand LowCardinality(String) COMMENT 'Whose case it is',
    current_stage LowCardinality(String) COMMENT 'The stage that it has reached last',
    is_open Bool COMMENT 'Not resolved or closed yet, or reopened since',
    kind LowCardinality(String) COMMENT 'complaint or special_request, empty in a step that does not say',
    origin LowCardinality(String) COMMENT 'Who spoke first: customer, or proactive where we did, empty in a step that does not say',
    severity LowCardinality(String) COMMENT 'low, medium, high or critical, empty if unsaid',
    cause LowCardinality(String) COMMENT 'What it is put down to: people, systems, processes, products or customers, empty if unsaid',
    topic LowCardinality(String) COMMENT 'What it is about, a topic of the taxonomy where it is one, empty if unsaid',
    channel LowCardinality(String) COMMENT 'How the customer came, such as email, app or phone, empty if unsaid',
    product LowCardinality(String) COMMENT 'The product it is about, empty if unsaid',
    location LowCardinality(String) COMMENT 'The place it is about, empty if unsaid',
    team LowCardinality(String) COMMENT 'The team that has it, empty if unsaid',
    first_contact Nullable(Bool) COMMENT 'Resolved at the first contact, null if unsaid',
    customer_ref String COMMENT 'A pseudonym: the same customer has the same one, empty if unknown',
    customer_segment LowCardinality(String) COMMENT 'The customer''s segment, empty if unsaid',
    order_ref String COMMENT 'The order it is about, empty if unsaid',
    feedback_event_id String COMMENT 'The feedback that it came from, as in the view feedback, empty if none',
    first_received_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage received was first reached, null if never (UTC)',
    first_acknowledged_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage acknowledged was first reached, null if never (UTC)',
    first_assessed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage assessed was first reached, null if never (UTC)',
    first_investigated_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage investigated was first reached, null if never (UTC)',
    first_responded_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage responded was first reached, null if never (UTC)',
    first_resolved_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage resolved was first reached, null if never (UTC)',
    first_reopened_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage reopened was first reached, null if never (UTC)',
    first_closed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the stage closed was first reached, null if never (UTC)',
    ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was resolved or closed and has stayed so since, null while it is open (UTC)',
    times_reopened UInt64 COMMENT 'How often it was reopened',
    hours_to_acknowledge Nullable(Float64) COMMENT 'From the stage received to the first acknowledged, null if one of them is missing',
    hours_to_resolve Nullable(Float64) COMMENT 'From the stage received to the first resolved, null if one of them is missing',
    steps UInt64 COMMENT 'How many steps are known',
    changed_at DateTime64(3, 'UTC') COMMENT 'When the newest of its steps was landed (UTC)'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS WITH
    -- steps of one moment, as where a source gives the day alone, are taken in the order of the stages
    indexOf(['received', 'acknowledged', 'assessed', 'investigated', 'responded', 'resolved', 'reopened', 'closed'], e.stage) AS place,
    (e.occurred_at, place, e.received_at, e.event_id) AS at,
    maxIf((e.occurred_at, place), e.stage = 'reopened') AS last_reopened
SELECT
    e.source AS source,
    e.case_id AS case_id,
    argMax(e.brand, at) AS brand,
    argMax(e.stage, at) AS current_stage,
    argMaxIf(e.stage, at, e.stage IN ('resolved', 'reopened', 'closed')) IN ('', 'reopened') AS is_open,
    if(countIf(e.kind != '') = 0, 'complaint', argMaxIf(e.kind, at, e.kind != '')) AS kind,
    if(countIf(e.origin != '') = 0, 'customer', argMaxIf(e.origin, at, e.origin != '')) AS origin,
    argMaxIf(e.severity, at, e.severity != '') AS severity,
    argMaxIf(e.cause, at, e.cause != '') AS cause,
    argMaxIf(e.topic, at, e.topic != '') AS topic,
    argMaxIf(e.channel, at, e.channel != '') AS channel,
    argMaxIf(e.product, at, e.product != '') AS product,
    argMaxIf(e.location, at, e.location != '') AS location,
    argMaxIf(e.team, at, e.team != '') AS team,
    argMaxIf(e.first_contact, at, e.first_contact IS NOT NULL) AS first_contact,
    argMaxIf(e.customer_ref, at, e.customer_ref != '') AS customer_ref,
    argMaxIf(e.customer_segment, at, e.customer_segment != '') AS customer_segment,
    argMaxIf(e.order_ref, at, e.order_ref != '') AS order_ref,
    argMaxIf(e.feedback_event_id, at, e.feedback_event_id != '') AS feedback_event_id,
    minOrNullIf(e.occurred_at, e.stage = 'received') AS first_received_at,
    minOrNullIf(e.occurred_at, e.stage = 'acknowledged') AS first_acknowledged_at,
    minOrNullIf(e.occurred_at, e.stage = 'assessed') AS first_assessed_at,
    minOrNullIf(e.occurred_at, e.stage = 'investigated') AS first_investigated_at,
    minOrNullIf(e.occurred_at, e.stage = 'responded') AS first_responded_at,
    minOrNullIf(e.occurred_at, e.stage = 'resolved') AS first_resolved_at,
    minOrNullIf(e.occurred_at, e.stage = 'reopened') AS first_reopened_at,
    minOrNullIf(e.occurred_at, e.stage = 'closed') AS first_closed_at,
    if(is_open, NULL, arrayMin(arrayMap(ending -> ending.1, arrayFilter(
        ending -> ending > last_reopened,
        groupArrayIf((e.occurred_at, place), e.stage IN ('resolved', 'closed'))
    )))) AS ended_at,
    uniqExactIf(e.occurred_at, e.stage = 'reopened') AS times_reopened,
    if(first_acknowledged_at >= first_received_at, dateDiff('millisecond', first_received_at, first_acknowledged_at) / 3600000, NULL) AS hours_to_acknowledge,
    if(first_resolved_at >= first_received_at, dateDiff('millisecond', first_received_at, first_resolved_at) / 3600000, NULL) AS hours_to_resolve,
    count() AS steps,
    max(e.landed_at) AS changed_at
FROM case_events AS e
GROUP BY e.source, e.case_id
COMMENT 'Grain: one row per case, what its steps said last';
