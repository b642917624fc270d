"""Every view against DuckDB: its columns have the types that are written down."""

import duckdb
import pytest

from storage.sql.child.rows import SCHEMA
from storage.sql.view import View, select
from storage.sql.views import VIEWS
from storage.topics import builtin_topics


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_columns_have_the_types_that_are_documented(view: View) -> None:
    connection = duckdb.connect(":memory:")
    connection.register("event", SCHEMA.empty_table())
    found = connection.execute(f"DESCRIBE {select(view, 'event')}").fetchall()
    types = {name: kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for name, kind, *_ in found}
    assert types == {column.name: column.type for column in view.columns}
    connection.close()


def test_every_shipped_topic_has_a_view_of_its_own_or_needs_none() -> None:
    shown = {topic for view in VIEWS for topic in view.topics}
    pictures_and_vectors = {"media.image.thumbnail.webp"}
    media_of_models = {name for name in builtin_topics() if name.startswith(("media.", "analysis."))}
    assert set(builtin_topics()) - shown - pictures_and_vectors - media_of_models == set()
