-- Hours per application
SELECT app, round(sum(seconds) / 3600, 2) AS hours
FROM live.window_usage
WHERE day >= CAST(:day AS DATE) - 30
GROUP BY app ORDER BY hours DESC
