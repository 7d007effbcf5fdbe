-- What each brand earned, and how many orders it had, in a quarter (`from` … `to`) and in that of a year before
-- (`year_from` … `year_to`): one row per brand, kind, currency and side, by the facts of window_counts.sql. A fact of
-- another length counts in proportion; `covered` is the part of the quarter that facts speak of. Facts about a product,
-- place, channel, team or segment alone are left out.
WITH
    [
        ({from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}),
        ({year_from:DateTime64(3, 'UTC')}, {year_to:DateTime64(3, 'UTC')})
    ] AS windows,
    ('', '') AS scope
SELECT
    brand,
    kind,
    currency,
    edges = windows[1] AS is_now,
    told_seconds / dateDiff('second', edges.1, edges.2) AS covered,
    total / covered AS amount
FROM window_counts
WHERE kind IN ('revenue', 'orders') AND is_whole
ORDER BY brand, kind, currency, is_now
