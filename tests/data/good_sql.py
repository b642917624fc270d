"""Statements that only read, and the tables there are for them."""

TABLES = {"live": {"events", "window_usage"}, "memos": {"memo"}, "pg": {"sales.orders", "people"}, "every": {"*"}}
GOOD = (
    "SELECT 1",
    "FROM events",
    "FROM live.events SELECT count(*)",
    "SELECT * FROM live.main.events e JOIN memos.memo m ON m.text = e.text",
    "WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM a) SELECT * FROM b, events",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 9) FROM r",
    "SELECT sum(seconds) OVER (PARTITION BY app ORDER BY start_ts) FROM window_usage QUALIFY row_number() OVER () < 9",
    "SELECT * FROM events ASOF JOIN window_usage USING (start_ts)",
    "SELECT * FROM window_usage PIVOT (sum(seconds) FOR app IN ('a', 'b'))",
    "SELECT list_transform([1, 2], lambda x: x + 1), {'a': 1}.a, [x * 2 for x in [1]], data->>'$.a' FROM events",
    "VALUES (1, 2), (3, 4)",
    "SELECT * FROM range(9) t(i), unnest([1, 2])",
    "SELECT * FROM pg.sales.orders, pg.people, every.thing, every.deep.thing",
    "SELECT * EXCLUDE (data), COLUMNS('t.*') FROM events TABLESAMPLE 10%",
    "SELECT date_trunc('day', start_ts) AT TIME ZONE 'Europe/Berlin', CAST('1' AS INT) FROM events",
    "SELECT $day::DATE, text ILIKE '%a%', text SIMILAR TO 'x', text GLOB 'a*', 1 IN (1, 2), -1, NOT true FROM events",
    "SELECT count(*) FILTER (text IS NOT NULL), quantile_cont(1, 0.5), arg_max(text, start_ts) FROM events",
    "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 2 ORDER BY 1 LIMIT 1",
)
