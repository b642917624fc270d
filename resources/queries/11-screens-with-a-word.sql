-- Screens with a word
SELECT start_ts, app, title, text
FROM live.screen_text
WHERE text ILIKE '%' || CAST(:word AS VARCHAR) || '%'
ORDER BY start_ts DESC LIMIT 200
