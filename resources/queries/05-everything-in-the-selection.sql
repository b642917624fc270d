-- Everything in the selection
SELECT start_ts, end_ts, topic, text
FROM live.events
WHERE start_ts >= :selection.start AND start_ts < :selection.end
ORDER BY start_ts
