import os
import pickle
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from processing.answers import ForeignAnswerError, read_answer
from processing.processor import Derived
from processing.worker_main import Answer


def test_results_come_through_whole() -> None:
    data = {"text": "süß", "numbers": [1, 2.5, None, True], "box": (1, 2), "raw": b"\x00"}
    answer = Answer(((Derived("a.b.c.d", 1, 2, "süß", data, content=b"picture"),), ()))  # type: ignore[arg-type]
    assert read_answer(pickle.dumps(answer)) == answer
    assert read_answer(pickle.dumps(Answer(cause="no", traceback="…"))) == Answer(cause="no", traceback="…")


@dataclass
class Trap:
    """Runs a program when it is unpickled."""

    witness: Path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.witness}",)


def test_what_would_run_code_does_not(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    trap = pickle.dumps(Answer(((Derived("a", 0, 0, data={"x": Trap(witness)}),),)))  # type: ignore[dict-item]
    with pytest.raises(ForeignAnswerError, match=r"\.system"):
        read_answer(trap)
    assert not witness.exists()
    pickle.loads(trap)
    assert witness.exists()  # the trap is one


@pytest.mark.parametrize("raw", [b"", b"nonsense", pickle.dumps(datetime(2026, 1, 1, tzinfo=UTC))])
def test_nonsense_is_no_answer(raw: bytes) -> None:
    with pytest.raises(ForeignAnswerError):
        read_answer(raw)
