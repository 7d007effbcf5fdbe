-- What the flows read: feedback as the view shows it, copied month by month and brought up to date before each run. The
-- view finds each event's newest version anew for every question, over all that ever landed; here it is found once.
-- sharded by: cityHash64(event_id)
CREATE TABLE IF NOT EXISTS feedback_snapshot
(
    event_id String COMMENT 'The same for the same feedback, however often it is sent',
    source LowCardinality(String) COMMENT 'Who handed it over, such as nps_survey or app_store',
    kind LowCardinality(String) COMMENT 'survey, review or social',
    channel LowCardinality(String) COMMENT 'How it was said, such as email, app or phone',
    brand LowCardinality(String) COMMENT 'Whom it is about: ours or a rival''s',
    occurred_at DateTime64(3, 'UTC') COMMENT 'When it was said (UTC)',
    text String CODEC(ZSTD(1)) COMMENT 'What was said, empty where only a rating or an answer was given',
    has_text Bool COMMENT 'Something was said, beside a rating or an answer',
    customer UInt64 COMMENT 'Who said it, hashed: customer_ref, or where there is none the event, which is a customer of its own',
    rating_score Nullable(Float64) COMMENT 'The rating as a share of its scale, 0 worst to 1 best, whatever its direction',
    nps Nullable(UInt8) COMMENT 'Would recommend, 0 to 10: promoters say 9 or 10, detractors 0 to 6',
    csat_score Nullable(UInt8) COMMENT 'Satisfaction, 1 to 5 with 5 the best, whatever the question''s direction',
    ces_score Nullable(UInt8) COMMENT 'Ease, 1 to 7 with 7 the easiest, whatever the question''s direction',
    survey_id LowCardinality(String) COMMENT 'The survey, empty if unsaid',
    location LowCardinality(String) COMMENT 'The place it is about, empty if unsaid',
    team LowCardinality(String) COMMENT 'The team that served, empty if unsaid',
    product LowCardinality(String) COMMENT 'The product it is about, empty if unsaid',
    order_ref String COMMENT 'The order it is about, empty if unsaid',
    respondent_role LowCardinality(String) COMMENT 'customer, employee, manager or supplier',
    customer_ref String COMMENT 'A pseudonym: the same customer has the same one, empty if unknown',
    customer_segment LowCardinality(String) COMMENT 'The customer''s segment, empty if unsaid',
    reply_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the organisation answered in public (UTC)',
    language LowCardinality(String) COMMENT 'The language found in the text, und where it cannot be told',
    sentiment LowCardinality(String) COMMENT 'positive, neutral, negative, or unscored where the text could not be judged',
    topics Array(String) COMMENT 'The topics that the text speaks about',
    topic_sentiments Array(String) COMMENT 'What the text says about each of topics, in their order: positive, neutral, negative or unscored',
    topic_causes Array(String) COMMENT 'What each negative mention is put down to, in the order of topics: people, systems, processes, products, customers',
    intents Array(String) COMMENT 'What the text does: complaint, praise, suggestion, question, request, leaving, recommending, warning and so on',
    urgent Bool COMMENT 'The customer needs somebody to act soon',
    expects Bool COMMENT 'The text says what was or should be expected',
    mentioned_brands Array(String) COMMENT 'The brands that the text names beside the one it is about',
    known_brands Array(String) COMMENT 'Those of mentioned_brands that are in our list of brands',
    switched_to Array(String) COMMENT 'Those of mentioned_brands that somebody says they move to',
    sentiment_version LowCardinality(String) COMMENT 'The version of the sentiment scoring',
    taxonomy_version LowCardinality(String) COMMENT 'The version of the topics and brands',
    landed_at DateTime64(3, 'UTC') COMMENT 'When this row was landed (UTC)',
    version UInt64 COMMENT 'received_at in ms times 2^20 plus generation: of an event''s rows the highest is shown'
)
ENGINE = MergeTree()
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (brand, occurred_at)
COMMENT 'One row per event as the flows last saw it; each of its topics once, with its sentiment: read the view feedback';
