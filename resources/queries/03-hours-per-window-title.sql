-- Hours per window title
SELECT app, title, round(sum(seconds) / 3600, 2) AS hours
FROM live.window_usage
WHERE day >= CAST(:day AS DATE) - 7
GROUP BY ALL ORDER BY hours DESC LIMIT 100
