from itertools import islice
from pathlib import Path

from storage.clock import SystemClock
from storage.sql.child.rows import SCHEMA, Rows
from storage.sqlite.open import open_sqlite
from tests.bench import storage_mix as mix


def test_a_snapshot_stays_while_others_append(tmp_path: Path) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=mix.topics())
    events = mix.events(60, mix.DAY_US)
    storage.log.append(list(islice(events, 20)))
    rows = Rows(tmp_path, lambda: False)
    try:
        before = rows.version()
        with rows.snapshot() as moment:
            head = moment.head
            storage.log.append(list(islice(events, 20)))
            table = moment.between(0, 1_000)
            assert (table.num_rows, table.schema) == (20, SCHEMA)
            assert moment.of_keys([1, 2, 999]).num_rows == 2
            assert moment.holds([(1, table["uid"][0].as_py().hex())]) or table["key"][0].as_py() != 1
            assert not moment.holds([(1, "00")])
        with rows.snapshot() as moment:
            assert moment.head == head + 20
        assert rows.version() != before
    finally:
        rows.close()
        storage.close()
