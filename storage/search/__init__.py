"""Search, apart from any database: the query language, matching, grouping and what a hit shows."""
