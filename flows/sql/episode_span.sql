-- From the oldest episode that is open to the newest window of all: what must be read to see each whole.
SELECT
    (SELECT maxOrNull(window_end) FROM indicators) AS newest,
    (SELECT minOrNull(first_seen) FROM episodes WHERE state NOT IN ('recovered', 'lapsed', 'withdrawn')) AS oldest_open
