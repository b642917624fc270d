"""The power goes off in the middle of a removal; the next one finishes it."""

import pytest

from storage.lifecycle.doomed import finish_doomed
from storage.lifecycle.forget import ForgetRequest
from storage.lifecycle.retention import Policy, Retention


class PowerCut(BaseException):
    """The process is gone."""


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch, life):
    """Let the power go off when media are deleted."""

    def go_off(_addresses: object) -> set[str]:
        raise PowerCut

    def arm() -> None:
        monkeypatch.setattr(life.media, "delete_many", go_off)

    yield arm
    monkeypatch.undo()


def test_pictures_of_forgotten_events_go_after_all(life, forgetter, cut, monkeypatch) -> None:
    life.frame(1, "secret page", picture=b"secret pixels")
    cut()
    with pytest.raises(PowerCut):
        forgetter.forget(ForgetRequest())
    assert life.texts() == set()
    assert b"secret pixels" in life.raw()
    monkeypatch.undo()
    forgetter.forget(ForgetRequest())  # there is no event any more that would tell of the picture
    assert b"secret pixels" not in life.raw()
    assert life.references.doomed() == set()


def test_pictures_that_were_due_are_not_missed_and_go_after_all(life, clock, cut, monkeypatch) -> None:
    life.frame(1, "old page")
    retention = Retention(life.storage.log, life.storage.store, life.media, life.references, clock, lambda: 0)
    cut()
    with pytest.raises(PowerCut):
        retention.apply(Policy(picture_days=1))
    monkeypatch.undo()
    retention.apply(Policy(picture_days=1))
    assert list(life.media.addresses()) == []
    assert life.media.verify(life.references.media_addresses()).ok


def test_what_an_event_still_needs_is_spared(life) -> None:
    [frame, *_] = life.frame(1, "page")
    life.references.doom([frame.media])
    assert finish_doomed(life.media, life.references) == 0
    assert life.media.get(frame.media) == b"page"
    assert life.references.doomed() == set()
