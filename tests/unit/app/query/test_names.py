"""Tables stand below the name of their source, those of a server below its catalogs."""

from app.query.names import written
from storage.sql.engine import Catalog, Table


def test_names() -> None:
    assert written(Catalog("live", "recordings"), Table("events")) == "live.events"
    assert written(Catalog("far", "trino"), Table("lake.web.visits")) == "lake.web.visits"
