from storage.sql.functions import OPERATORS, SYSTEM_PREFIXES, TABLE_FUNCTIONS, allowed_functions


def test_what_computes_is_allowed_and_what_reaches_out_is_not() -> None:
    allowed = allowed_functions()
    assert {"sum", "date_trunc", "regexp_matches", "json_extract", "list_transform"} <= allowed
    reaching = ("read_csv", "read_text", "glob", "getenv", "current_setting", "nextval", "query", "sqlite_scan")
    assert not {*reaching, "postgres_query", "sleep_ms", "write_log", "pragma_version"} & (allowed | TABLE_FUNCTIONS)
    assert [name for name in allowed if name.startswith(SYSTEM_PREFIXES)] == ["pg_typeof"], "the type of a value"
    assert "+" in OPERATORS
