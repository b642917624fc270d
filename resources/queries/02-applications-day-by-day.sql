-- Applications day by day
SELECT day, app, round(sum(seconds) / 60) AS minutes
FROM live.window_usage
WHERE day >= CAST(:day AS DATE) - 14
GROUP BY ALL ORDER BY day DESC, minutes DESC
