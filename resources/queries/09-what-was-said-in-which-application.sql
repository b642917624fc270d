-- What was said in which application
SELECT w.app, count(*) AS stretches, round(sum(t.seconds) / 60, 1) AS minutes
FROM live.transcripts t
ASOF JOIN live.window_usage w ON t.start_ts >= w.start_ts
WHERE t.start_ts < w.end_ts
GROUP BY w.app ORDER BY minutes DESC
