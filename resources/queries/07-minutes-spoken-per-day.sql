-- Minutes spoken per day
SELECT day, round(sum(seconds) / 60, 1) AS minutes, count(*) AS stretches
FROM live.voice
GROUP BY day ORDER BY day DESC
