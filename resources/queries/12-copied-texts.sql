-- Copied texts
SELECT start_ts, app, text
FROM live.clipboard
ORDER BY start_ts DESC LIMIT 200
