-- Phrases of one to three words that customers said more in the judged month than before, in texts without a topic.
-- Reads the texts of theme_texts.sql, each up to its 400th word or mark, of the `sources` that can be compared: one place
-- in six lists for each, with its brand, its language, and how many texts these two have of all such sources: without a
-- topic in the judged month (open_now) and before it (open_before), and with one (closed).
--   worded  words hold in all scripts: letters, marks and digits, an apostrophe, a middle dot or a joiner (ZWNJ) inside
--           one; a mark counts as a word here, so that no phrase reaches over one. `keys` are the hashes of its words,
--           then of its pairs, then of its threes: no string is built for what is counted only once
--   grown   those said in at least `minimum` texts of the month, and `growth` times as often as before. `tested` is how
--           many were said in `minimum` texts at any time: the phrases that could have been kept, whenever they were
--           said, so that keeping few of them takes nothing from the proof (R. Bourgon, R. Gentleman and W. Huber,
--           PNAS 107 (2010) 9546-9551)
--   said    the customers of what is left, also in texts with a topic: what is said there as often (`elsewhere`) is how
--           people talk, in any language and without a list of stop words
-- `weight`: the customers that it brings beyond what was usual, times its length, as frequent words are short (G. Zipf,
-- The Psycho-Biology of Language, 1935). `twins`: phrases that at least half of its customers said too; of more than 256
-- customers those with the lowest hashes tell (A. Broder, Compression and Complexity of Sequences, 1997).
WITH
    (some, others) -> arraySlice(arraySort(arrayDistinct(arrayConcat(some, others))), 1, 256) AS lowest_of_both,
    worded AS
    (
        SELECT
            * EXCEPT text,
            arraySlice(
                extractAll(
                    replaceAll(lowerUTF8(normalizeUTF8NFC(text)), '’', '\''),
                    '[\\p{L}\\p{M}\\p{N}]+(?:[\'·\\x{200C}][\\p{L}\\p{M}\\p{N}]+)*|[.,;:!?…()"«»؟،؛।]'
                ),
                1,
                400
            ) AS words,
            arrayMap(word -> cityHash64(brand, language, word), words) AS first,
            arrayPopFront(first) AS second,
            arrayPopFront(second) AS third,
            arrayConcat(
                first,
                arrayMap((a, b) -> cityHash64(a, b), arrayPopBack(first), second),
                arrayMap((a, b, c) -> cityHash64(a, b, c), arrayPopBack(arrayPopBack(first)), arrayPopBack(second), third)
            ) AS keys
        FROM theme_texts
        INNER JOIN
        (
            SELECT each.1 AS brand, each.2 AS language, each.3 AS source, each.4 AS open_now, each.5 AS open_before, each.6 AS closed
            FROM
            (
                SELECT arrayJoin(arrayZip(
                    {brands:Array(String)}, {languages:Array(String)}, {sources:Array(String)},
                    {open_now:Array(UInt64)}, {open_before:Array(UInt64)}, {closed:Array(UInt64)}
                )) AS each
            )
        ) AS exposure USING (brand, language, source)
    ),
    (
        SELECT (groupArrayIf(key, has_grown), count())
        FROM
        (
            SELECT
                arrayJoin(arrayDistinct(keys)) AS key,
                countIf(is_now) AS now,
                count() - now AS before,
                now >= {minimum:UInt32} AND now * any(open_before) >= {growth:Float64} * before * any(open_now) AS has_grown
            FROM worded
            WHERE is_open
            GROUP BY key
            HAVING now + before >= {minimum:UInt32}
        )
    ) AS grown,
    spoken AS
    (
        SELECT
            * EXCEPT (words, first, second, third, keys),
            length(words) AS n,
            arrayJoin(arrayFilter(at -> keys[at] IN (SELECT arrayJoin(grown.1)), arrayEnumerate(keys))) AS at,
            multiIf(at <= n, (at, 1), at < 2 * n, (at - n, 2), (at - 2 * n + 1, 3)) AS place,
            arrayStringConcat(arraySlice(words, place.1, place.2), ' ') AS phrase
        FROM worded
    ),
    said AS
    (
        SELECT
            brand,
            language,
            phrase,
            month,
            is_now,
            is_open,
            customer,
            any(open_now) AS open_now,
            any(open_before) AS open_before,
            any(closed) AS closed,
            max((occurred_at, event_id)) AS newest
        FROM spoken
        WHERE match(phrase, '\\p{L}') AND NOT match(phrase, '[.,;:!?…()"«»؟،؛।]')
        GROUP BY brand, language, phrase, month, is_now, is_open, customer
    ),
    candidates AS
    (
        SELECT
            brand,
            language,
            phrase,
            sumMapIf([month], [1], is_open) AS customers,
            countIf(is_open AND is_now) AS now,
            now - countIf(is_open AND NOT is_now) * any(open_now) / any(open_before) AS more,
            countIf(NOT is_open) AS elsewhere,
            groupArraySortedIf(256)(customer, is_open AND is_now) AS who,
            groupArraySortedIf(5)((-toUnixTimestamp64Milli(newest.1), newest.2), is_open AND is_now) AS newest_first
        FROM said
        GROUP BY brand, language, phrase
        HAVING now >= {minimum:UInt32} AND now * any(closed) >= {growth:Float64} * elsewhere * any(open_now)
        ORDER BY more DESC, phrase
        LIMIT {most:UInt32} BY brand, language
    )
SELECT
    brand,
    language,
    grown.2 AS tested,
    one.1 AS phrase,
    one.2.1 AS months,
    one.2.2 AS customers,
    arrayMap(pick -> pick.2, one.3) AS event_ids,
    one.4 AS weight,
    arrayMap(other -> other.1, arrayFilter(
        other -> other.1 != one.1
            AND 2 * length(arrayIntersect(lowest_of_both(other.5, one.5), other.5, one.5))
                >= length(arrayIntersect(lowest_of_both(other.5, one.5), one.5)),
        alike
    )) AS twins
FROM
(
    SELECT brand, language, groupArray((phrase, customers, newest_first, more * lengthUTF8(phrase), who)) AS alike
    FROM candidates
    GROUP BY brand, language
)
ARRAY JOIN alike AS one
ORDER BY brand, language, weight DESC, phrase
-- what is counted goes to disk where it would take more than a gigabyte
SETTINGS max_bytes_before_external_group_by = 1000000000
