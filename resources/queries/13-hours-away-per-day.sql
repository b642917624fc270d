-- Hours away per day
SELECT day, round(sum(seconds) / 3600, 2) AS hours
FROM live.idle
GROUP BY day ORDER BY day DESC
