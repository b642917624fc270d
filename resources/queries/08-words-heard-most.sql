-- Words heard most
SELECT lower(word) AS said, count(*) AS times
FROM live.words
WHERE length(word) > 4
GROUP BY said ORDER BY times DESC LIMIT 100
