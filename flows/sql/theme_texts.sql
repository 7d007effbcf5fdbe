-- Customers' texts of the judged month, which begins at `start`, and of the months before it, from `from` on.
SELECT
    event_id,
    occurred_at,
    brand,
    language,
    source,
    text,
    toStartOfMonth(occurred_at, 'UTC') AS month,
    occurred_at >= {start:DateTime64(3, 'UTC')} AS is_now,
    empty(topics) AS is_open,
    customer
FROM feedback_snapshot
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND respondent_role = 'customer'
  AND has_text
