-- The windows of answer_cells, and the fingerprint of the months that each was counted from: of the row that is written
-- last, 0 where that is missing, as of a window that is half there.
SELECT grain, window_start, anyIf(mark, level = '') AS mark
FROM answer_cells
GROUP BY grain, window_start
ORDER BY grain, window_start
