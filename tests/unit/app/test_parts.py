import logging

import pytest

from app.parts import Part, Parts


def _part(name: str, said: list[str], *, fails: bool = False, late: bool = False) -> Part:
    def start() -> None:
        if fails:
            raise OSError("no device")
        said.append(f"+{name}")

    def stop(_deadline_s: float) -> bool:
        said.append(f"-{name}")
        return not late

    return Part(name, start, stop, deadline_s=1.0)


def test_stops_in_the_reverse_order() -> None:
    said: list[str] = []
    parts = Parts((_part("log", said), _part("pipeline", said), _part("recorder", said)))
    parts.start()
    assert parts.stop()
    assert said == ["+log", "+pipeline", "+recorder", "-recorder", "-pipeline", "-log"]
    assert parts.stop()
    assert len(said) == 6


def test_a_part_that_fails_to_start_takes_the_earlier_ones_down() -> None:
    said: list[str] = []
    parts = Parts((_part("log", said), _part("recorder", said, fails=True)))
    with pytest.raises(OSError, match="no device"):
        parts.start()
    assert said == ["+log", "-log"]


def test_names_the_part_that_is_late(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    parts = Parts((_part("log", said), _part("pipeline", said, late=True)))
    parts.start()
    with caplog.at_level(logging.WARNING):
        assert not parts.stop()
    assert "pipeline did not stop within 1 s" in caplog.text
    assert said[-1] == "-log"
