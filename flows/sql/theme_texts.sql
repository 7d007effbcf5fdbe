-- Customers' texts of the judged month, which begins at `start`, and of the months before it, from `from` on.
-- `is_compared`: from a source that gave texts without a topic on both sides: how a new source's customers talk is no theme.
SELECT
    event_id,
    occurred_at,
    brand,
    language,
    text,
    toStartOfMonth(occurred_at, 'UTC') AS month,
    occurred_at >= {start:DateTime64(3, 'UTC')} AS is_now,
    empty(topics) AS is_open,
    sipHash64(if(customer_ref = '', event_id, customer_ref)) AS customer,
    (brand, language, source) IN
    (
        SELECT brand, language, source
        FROM feedback
        WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
          AND occurred_at < {to:DateTime64(3, 'UTC')}
          AND respondent_role = 'customer'
          AND text != ''
          AND empty(topics)
        GROUP BY brand, language, source
        HAVING uniqExact(occurred_at >= {start:DateTime64(3, 'UTC')}) = 2
    ) AS is_compared
FROM feedback
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND respondent_role = 'customer'
  AND text != ''
