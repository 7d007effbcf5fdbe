-- The windows of answer_cells, and the fingerprint of the months that each was counted from.
SELECT grain, window_start, any(mark) AS mark
FROM answer_cells
GROUP BY grain, window_start
ORDER BY grain, window_start
