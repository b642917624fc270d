-- Typing by hour of the day
SELECT hour(start_ts) AS hour, sum(keys) AS keys, sum(clicks) AS clicks
FROM live.input_activity
GROUP BY hour ORDER BY hour
