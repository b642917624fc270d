"""How statements write the tables of a source: below its name, but those of a server as the server calls them."""

from storage.sql.attachments import Kind
from storage.sql.engine import Catalog, Table


def written(catalog: Catalog, table: Table) -> str:
    """Return the name of a table for a statement."""
    return table.name if catalog.kind == Kind.TRINO else f"{catalog.name}.{table.name}"
