-- Complaints that came back: one row per brand, question and window, the window being the one in which there was no more
-- time to come back ({days} after), so that none is counted that still may.
-- first_contact: of those known to have been resolved at the first contact or not, `kept` those that were, that nobody
-- reopened, and whose customer did not come again about the same topic. reopened: of those that were solved, `kept`
-- those that nobody reopened. `event_ids` are some that came back.
SELECT
    case_brand AS brand,
    question.1 AS what,
    if({grain:String} = 'week', toMonday(closes, 'UTC'), toStartOfMonth(closes, 'UTC')) AS window_start,
    count() AS cases,
    countIf(is_kept) AS kept,
    uniqExact(customer) AS customers,
    sumMap([concat(source, '/cases')], [toUInt64(1)]) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((received, received_event), NOT is_kept)) AS event_ids
FROM
(
    SELECT
        source,
        case_brand,
        customer,
        received,
        received_event,
        question,
        assumeNotNull(question.2) + toIntervalDay({days:UInt16}) AS closes,
        question.3 AND NOT arrayExists(step -> step > question.4 AND step.1 <= closes, reopenings) AS is_kept
    FROM
    (
        SELECT
            *,
            min(received) OVER (
                PARTITION BY case_brand, customer, case_topic ORDER BY received, case_id
                ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING
            ) AS next,
            -- where there is no next row, next is no later than this one
            next > received AND next <= received + toIntervalDay({days:UInt16}) AS is_again
        FROM service_cases
        WHERE case_kind = 'complaint'
    )
    ARRAY JOIN
    [
        ('first_contact', if(at_first_contact IS NULL, NULL, received), ifNull(at_first_contact, false) AND NOT is_again, (received, 1)),
        ('reopened', solved, true, solution)
    ] AS question
    WHERE question.2 IS NOT NULL
)
WHERE closes < {to:DateTime64(3, 'UTC')}
GROUP BY brand, what, window_start
ORDER BY brand, what, window_start
