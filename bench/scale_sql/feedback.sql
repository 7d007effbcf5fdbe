-- Feedback as scoring lands it: `count` events from number `first` on, of `total` that fill the two years before `as_of`
-- in the order of time. Customers write eight times on average; a seventh of the texts speaks of no topic, and in the
-- last month some customers of Alder Post say in such texts what nobody said before.
-- Each language has 3,000 invented words, the frequent ones first.
INSERT INTO feedback_landed
(
    event_id, source, kind, channel, brand, occurred_at, received_at, text, language_hint,
    rating, rating_min, rating_max, rating_direction, nps, csat, csat_direction, ces, ces_direction,
    question, survey_id, journey_stage, location, team, agent_ref, handled_by, product, order_ref,
    respondent_role, customer_ref, customer_segment, reply_at, url, history,
    language, language_confidence, sentiment, polarity, subjectivity,
    topics, mentioned_brands, known_brands, switched_to,
    confidence, topic_sentiments, topic_polarities, topic_causes, topic_excerpts, intents, urgent, expectations,
    contradicts_rating, sentiment_version, taxonomy_version, scored_at, generation, schema_version, landed_at, version
)
WITH
    (number, salt) -> cityHash64(number, salt) / 18446744073709551616. AS chance,
    (number, salt) -> cityHash64(number, salt) AS hash,
    (of, share) -> of[1 + least(length(of) - 1, toUInt64(length(of) * share))] AS one_of,
    ['staff', 'delivery', 'waiting', 'price', 'website_app', 'communication', 'complaint_handling', 'billing', 'booking',
     'product_quality', 'availability', 'facilities', 'loyalty', 'cleanliness', 'safety_privacy', 'food'] AS all_topics,
    (said, score) -> multiIf(said = 'positive', score, said = 'negative', -score, said = 'neutral', 0., NULL) AS polarity_of,
    (
        SELECT groupArray(arrayStringConcat(arrayMap(
            at -> syllables[1 + cityHash64(place, language, at) % length(syllables)],
            range(1 + toUInt8(place > 20) + toUInt8(place > 300) + cityHash64(place, language) % 2)
        )))
        FROM
        (
            SELECT intDiv(number, 3000) AS language, number % 3000 AS place, splitByChar(' ', [
                'the ing and ver par cel lo ker dri ton ship wait help rude box ly ed un re st or late nice pay',
                'el la que de ca ja pa go en tre ga mal bue no ta rro so bre lle gar pre cio ma ña',
                'el els que de ca pa quet lli ura ment bo mal tra cte tard preu fe lla nya ny ix org vui',
                'не по сыл ка до ста вка ку рьер пло хо оч ень быс тро це на ме ня ла шь ый ого ет',
                'بس ته پس ت می دی ر خو ب بد قی مت گر ان کا رت نا را ضی ام روز ها تح ویل'
            ][1 + language]) AS syllables
            FROM numbers(15000)
            ORDER BY number
        )
    ) AS vocabulary
SELECT
    lower(hex(sipHash128(number))) AS event_id,
    is_staff ? 'team_pulse' : origin.1 AS source,
    is_staff ? 'survey' : origin.2 AS kind,
    is_staff ? 'email' : origin.3 AS channel,
    one_of(['Alder Post', 'Alder Post', 'Alder Post', 'Hazelgate', 'Brackenline', 'Brackenline'], chance(number, 1)) AS brand,
    {as_of:DateTime64(3, 'UTC')} - toIntervalMillisecond(toInt64(63072000000 * (1 - (number + chance(number, 2)) / {total:UInt64}))) AS occurred_at,
    occurred_at + toIntervalSecond(60) AS received_at,
    if(has_text, concat(
        arrayStringConcat(arrayMap(
            at -> vocabulary[3000 * (spoken - 1) + toUInt64(pow(3000, hash(number, at) / 18446744073709551616.))],
            range(100, 105 + hash(number, 3) % 9)
        ), ' '),
        if(is_open AND brand = 'Alder Post' AND language = 'en' AND number > 0.955 * {total:UInt64} AND chance(number, 4) < 0.03,
           '. parcel locker code missing', '.')
    ), '') AS text,
    '' AS language_hint,
    kind = 'review' ? toFloat64(1 + toUInt8(5 * mood)) : NULL AS rating,
    kind = 'review' ? 1. : NULL AS rating_min,
    kind = 'review' ? 5. : NULL AS rating_max,
    kind = 'review' ? 'higher_is_better' : '' AS rating_direction,
    kind = 'survey' AND chance(number, 5) < 0.8 ? toUInt8(least(10, 11 * mood)) : NULL AS nps,
    kind = 'survey' AND chance(number, 6) < 0.5 ? toUInt8(1 + least(4, 5 * mood)) : NULL AS csat,
    csat IS NULL ? '' : 'higher_is_better' AS csat_direction,
    kind = 'survey' AND chance(number, 7) < 0.3 ? toUInt8(1 + least(6, 7 * mood)) : NULL AS ces,
    ces IS NULL ? '' : 'higher_is_better' AS ces_direction,
    kind = 'survey' ? 'What is the main reason for your score?' : '' AS question,
    multiIf(source = 'email_survey', 'after-delivery-3', source = 'web_survey', 'web-2024', source = 'app_survey', 'in-app-1',
            is_staff, 'team-pulse', '') AS survey_id,
    one_of(['support', 'receive', 'order'], chance(number, 8)) AS journey_stage,
    one_of(['Eastvale', 'Harrowick', 'Marsh End', 'Lindow', 'Oakham Cross', 'Stonemere'], chance(number, 9)) AS location,
    chance(number, 10) < 0.6 AND NOT is_staff ? '' : concat('team ', toString(hash(number, 11) % 12)) AS team,
    team = '' ? '' : concat('a', toString(hash(number, 12) % 400)) AS agent_ref,
    '' AS handled_by,
    one_of(['standard', 'standard', 'next_day', 'locker', 'international'], chance(number, 13)) AS product,
    kind = 'survey' AND chance(number, 14) < 0.5 ? concat('o', toString(hash(number, 15) % toUInt64({total:UInt64} * 0.018))) : '' AS order_ref,
    is_staff ? 'employee' : 'customer' AS respondent_role,
    kind != 'survey' AND chance(number, 16) < 0.6 ? '' : concat(is_staff ? 's' : 'c', lower(hex(cityHash64(brand, hash(number, 17) % toUInt64({total:UInt64} / (is_staff ? 500 : 20)))))) AS customer_ref,
    one_of(['private', 'private', 'private', 'small_business', 'marketplace_seller'], cityHash64(customer_ref) / 18446744073709551616.) AS customer_segment,
    kind != 'survey' AND chance(number, 18) < 0.6 ? occurred_at + toIntervalSecond(toInt64(-86400 * log(1 - chance(number, 19)))) : NULL AS reply_at,
    '' AS url,
    false AS history,
    ['en', 'es', 'ca', 'ru', 'fa'][spoken] AS language,
    0.9 AS language_confidence,
    multiIf(NOT has_text OR chance(number, 20) < 0.05, 'unscored', mood < 0.4, 'negative', mood < 0.55, 'neutral', 'positive') AS sentiment,
    polarity_of(sentiment, 0.6) AS polarity,
    sentiment = 'unscored' ? NULL : 0.5 AS subjectivity,
    arrayDistinct(arrayMap(
        at -> all_topics[1 + toUInt64(pow(17, hash(number, at) / 18446744073709551616.) - 1) % 16],
        range(200, 200 + if(NOT has_text OR is_open, 0, 1 + hash(number, 21) % 3))
    )) AS topics,
    chance(number, 22) < 0.01 ? ['Dashmoor'] : [] AS mentioned_brands,
    [] AS known_brands,
    chance(number, 22) < 0.002 ? ['Dashmoor'] : [] AS switched_to,
    sentiment = 'unscored' ? NULL : 0.8 AS confidence,
    arrayMap(
        topic -> multiIf(sentiment = 'unscored', 'unscored', (hash(number, topic) % 1000) / 1000 + 0.6 * mood < 0.75, 'negative',
                         (hash(number, topic) % 1000) / 1000 + 0.6 * mood < 0.9, 'neutral', 'positive'),
        topics
    ) AS topic_sentiments,
    arrayMap(said -> polarity_of(said, 0.6), topic_sentiments) AS topic_polarities,
    arrayMap(
        (topic, said) -> if(said = 'negative', one_of(['people', 'systems', 'processes', 'processes', 'products', 'customers', ''],
                                                      hash(topic, number) / 18446744073709551616.), ''),
        topics,
        topic_sentiments
    ) AS topic_causes,
    arrayMap(topic -> substringUTF8(text, 1, 40), topics) AS topic_excerpts,
    arrayFilter(
        (name, at) -> has_text AND chance(number, 300 + at) < 0.06,
        ['suggestion', 'request', 'leaving', 'recommending', 'warning', 'broken_promise', 'reason_to_buy', sentiment = 'negative' ? 'complaint' : 'praise'],
        range(8)
    ) AS intents,
    sentiment = 'negative' AND chance(number, 23) < 0.03 AS urgent,
    has_text AND chance(number, 24) < 0.05 ? ['within two days'] : [] AS expectations,
    false AS contradicts_rating,
    'sentiment-3' AS sentiment_version,
    'taxonomy-2' AS taxonomy_version,
    received_at AS scored_at,
    0 AS generation,
    1 AS schema_version,
    received_at AS landed_at,
    bitShiftLeft(toUInt64(toUnixTimestamp64Milli(received_at)), 20) AS version
FROM
(
    SELECT
        number,
        cityHash64(number, 25) / 18446744073709551616. AS mood,
        cityHash64(number, 26) % 50 = 0 AS is_staff,
        cityHash64(number, 27) % 4 != 0 AS has_text,
        cityHash64(number, 28) % 7 = 0 AS is_open,
        [
            ('email_survey', 'survey', 'email'), ('web_survey', 'survey', 'web'), ('app_survey', 'survey', 'app'),
            ('parcel_reviews', 'review', 'review_site'), ('app_store', 'review', 'app'), ('social', 'social', 'social')
        ][1 + cityHash64(number, 29) % 6] AS origin,
        [1, 1, 1, 2, 3, 4, 5][1 + cityHash64(number, 30) % 7] AS spoken
    FROM numbers({first:UInt64}, {count:UInt64})
)
