-- When nothing was recorded, and why
SELECT start_ts, end_ts, source, state, cause, round(seconds / 60, 1) AS minutes
FROM live.coverage
WHERE state <> 'recording'
ORDER BY start_ts DESC LIMIT 500
