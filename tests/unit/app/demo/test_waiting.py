import time

import pytest

from app.demo.waiting import TookTooLongError, until


def test_returns_the_first_true_answer() -> None:
    answers = iter([None, "", "here"])
    assert until(lambda: next(answers), "an answer", poll_s=0.001) == "here"


def test_names_what_did_not_come() -> None:
    began = time.monotonic()
    with pytest.raises(TookTooLongError, match="the kettle"):
        until(lambda: None, "the kettle", timeout_s=0.05, poll_s=0.01)
    assert time.monotonic() - began >= 0.05
