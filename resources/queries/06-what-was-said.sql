-- What was said
SELECT start_ts, text, language, confidence
FROM live.transcripts
WHERE day = CAST(:day AS DATE)
ORDER BY start_ts
