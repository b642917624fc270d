-- Numbers per day
SELECT day, topic, name, round(avg(value), 3) AS mean, min(value) AS low, max(value) AS high
FROM live.numbers
WHERE day >= CAST(:day AS DATE) - 30
GROUP BY ALL ORDER BY day DESC
