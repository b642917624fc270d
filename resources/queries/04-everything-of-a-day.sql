-- Everything of a day
SELECT start_ts, topic, text, seconds
FROM live.events
WHERE day = CAST(:day AS DATE)
ORDER BY start_ts
