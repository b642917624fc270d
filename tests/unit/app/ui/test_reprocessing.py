"""Processing again: what is run for which span, what is said of its end, and an orderly stop."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.cli.times import parse_time_us
from app.ui.reprocessing import Reprocessing

SPAN = (1_795_192_937_250_000, 1_795_192_938_000_000)
GOOD = """
import json, os, sys
with open(os.path.join(os.environ["DAYTRAIL_HOME"], "asked"), "a") as out:
    out.write(" ".join(sys.argv[1:]) + chr(10))
print(json.dumps({"total": 3, "done": 3, "added": 2}))
"""
BAD = "import sys; print('The model is missing.', file=sys.stderr); sys.exit(1)"
ENDLESS = "import threading; threading.Event().wait()"


Make = Callable[[str], tuple[Reprocessing, list[tuple[str, bool]]]]


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    made: list[Reprocessing] = []

    def build(script: str) -> tuple[Reprocessing, list[tuple[str, bool]]]:
        said: list[tuple[str, bool]] = []
        one = Reprocessing(tmp_path, program=(sys.executable, "-c", script))
        one.said.connect(lambda text, wrong: said.append((text, wrong)))
        made.append(one)
        return one, said

    yield build
    for one in made:
        one.stop()


def test_both_processors_run_over_the_span_and_their_results_are_added_up(
    make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    one, said = make(GOOD)
    with qtbot.waitSignal(one.finished):
        one.run(*SPAN)
    assert said[-1][0].startswith("Processed again: 4 result")
    assert not one.busy
    lines = [line.split() for line in (tmp_path / "asked").read_text().splitlines()]
    assert [line[2] for line in lines] == ["ocr", "transcription"]
    start_us, end_us = (parse_time_us(lines[0][at]) for at in (4, 6))
    assert start_us <= SPAN[0] < SPAN[1] <= end_us


def test_what_went_wrong_is_said_and_nothing_more_is_run(make: Make, qtbot: QtBot) -> None:
    one, said = make(BAD)
    with qtbot.waitSignal(one.finished):
        one.run(*SPAN)
    assert said[-1] == ("The model is missing.", True)
    assert not one.busy


def test_a_second_span_has_to_wait_and_a_stop_ends_the_process(make: Make, qtbot: QtBot) -> None:
    one, said = make(ENDLESS)
    one.run(*SPAN)
    assert one.busy
    one.run(*SPAN)
    assert said[-1][1]
    one.stop()
    assert not one.busy


def test_a_program_that_is_not_there_is_said(tmp_path: Path, qtbot: QtBot) -> None:
    one = Reprocessing(tmp_path, program=(str(tmp_path / "nothing"),))
    with qtbot.waitSignal(one.finished):
        one.run(*SPAN)
    assert not one.busy
