"""Sample values: a few different ones of each column, short, and none where there is nothing."""

from app.query.samples import sample_values
from storage.sql.messages import Source
from storage.sql.trino.engine import TrinoEngine
from tests.data.trino_server import Answer, column, serving


def test_values_are_different_few_and_short() -> None:
    rows = [["a\nb", None], ["a\nb", None], ["", None], ["x" * 40, None], ["c", None], ["d", None]]
    answer = Answer([column("word", "varchar"), column("nothing", "bigint")], [rows])
    with serving({"lake.web.visits LIMIT": answer}) as server:
        engine = TrinoEngine(Source("far", "trino", f"trino://127.0.0.1:{server.port}"))
        found = sample_values(engine, "lake.web.visits")
    assert found == {"word": "a b · " + "x" * 23 + "… · c", "nothing": ""}
