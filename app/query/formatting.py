"""Writes a statement the way people lay SQL out; what it means stays the same."""

from storage.sql.engine import QueryError
from storage.sql.parameters import as_dollars, names_in


def formatted(sql: str, dialect: str = "duckdb") -> str:
    """Return the statement laid out.

    Raises:
        QueryError: it cannot be parsed.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    names = names_in(sql)
    try:
        laid_out = sqlglot.transpile(as_dollars(sql), read=dialect, write=dialect, pretty=True)
    except SqlglotError as error:
        raise QueryError("The statement cannot be laid out until it can be read.") from error
    text = ";\n".join(laid_out)
    for name in names:
        written = name.replace("_start", ".start").replace("_end", ".end") if name.startswith("selection_") else name
        text = text.replace(f"${name}", f":{written}")
    return text
