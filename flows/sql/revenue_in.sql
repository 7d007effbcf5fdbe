-- What each brand earned in a window, in the currency that covers most of it: one row per brand, by the facts of
-- window_counts.sql. A quarter's fact counts for a month in proportion, and what is told of a part of the window for all
-- of it. Facts about a product, place, channel, team or segment alone are left out.
WITH
    [({from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')})] AS windows,
    ('', '') AS scope
SELECT brand, currency, total / told_seconds * dateDiff('second', edges.1, edges.2) AS amount
FROM window_counts
WHERE kind = 'revenue' AND is_whole
ORDER BY brand, told_seconds DESC, currency
LIMIT 1 BY brand
