-- Hours as the answers to "how long" are counted: rounded against us, up where what was waited for came, down where it is
-- still waited for; to six minutes within a day, to an hour within thirty, then to a day. The inner round is for what floats
-- make of 1.1 / 0.1.
hours -> multiIf(hours < 24, 0.1, hours < 720, 1, 24) AS step_of,
(hours, has_come) -> round(if(has_come, ceil(round(hours / step_of(hours), 6)), floor(round(hours / step_of(hours), 6))) * step_of(hours), 1) AS against_us
