import inspect

from storage.sql.duck import DuckDbEngine, DuckDbRun
from storage.sql.engine import Engine, Limits, QueryError, QueryStoppedError, Run
from storage.sql.trino.engine import TrinoEngine
from storage.sql.trino.run import TrinoRun


def _verbs(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}


def test_both_engines_do_what_the_contract_says() -> None:
    for engine in (DuckDbEngine, TrinoEngine):
        assert _verbs(Engine) <= _verbs(engine)
    for run in (DuckDbRun, TrinoRun):
        assert _verbs(Run) <= _verbs(run)


def test_an_error_knows_its_place_and_limits_are_those_of_the_documentation() -> None:
    error = QueryStoppedError("It took too long.", 2, 7, 4)
    assert isinstance(error, QueryError)
    assert (str(error), error.line, error.column, error.length) == ("It took too long.", 2, 7, 4)
    assert Limits() == Limits(60.0, 1_024, 10_000_000)
