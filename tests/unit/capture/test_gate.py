import threading

import pytest

from capture.gate import Gate, GateState
from capture.privacy import PrivacySettings, Rules
from capture.wake import Wake


@pytest.fixture
def gate() -> Gate:
    return Gate(Rules.of(PrivacySettings()))


def may_keep(gate: Gate, ticket: int) -> bool:
    with gate.passing(ticket) as allowed:
        return allowed


@pytest.mark.parametrize("state", [GateState.PAUSED, GateState.PRIVATE])
def test_what_was_observed_before_a_pause_is_not_kept_after_it(gate: Gate, state: GateState) -> None:
    ticket = gate.ticket()
    assert ticket is not None
    assert may_keep(gate, ticket)
    gate.close(state)
    assert gate.state is state
    assert gate.ticket() is None
    assert not may_keep(gate, ticket)
    gate.open()
    assert not may_keep(gate, ticket)
    fresh = gate.ticket()
    assert fresh is not None
    assert may_keep(gate, fresh)


def test_a_pause_returns_only_when_nothing_is_being_kept_any_more(gate: Gate) -> None:
    ticket = gate.ticket()
    assert ticket is not None
    inside, leave, order = threading.Event(), threading.Event(), []

    def keep() -> None:
        with gate.passing(ticket):
            inside.set()
            leave.wait(60)
            order.append("kept")

    keeper = threading.Thread(target=keep)
    keeper.start()
    inside.wait(60)
    pauser = threading.Thread(target=lambda: (gate.close(GateState.PAUSED), order.append("paused")))
    pauser.start()
    leave.set()
    keeper.join(60)
    pauser.join(60)
    assert order == ["kept", "paused"]


def test_a_locked_screen_closes_it_and_a_pause_outlasts_the_lock(gate: Gate) -> None:
    gate.set_locked(True)
    assert (gate.state, gate.ticket()) == (GateState.LOCKED, None)
    gate.close(GateState.PAUSED)
    gate.set_locked(False)
    assert gate.state is GateState.PAUSED
    gate.open()
    assert gate.state is GateState.OPEN


def test_other_rules_void_what_was_observed_under_the_old_ones(gate: Gate) -> None:
    ticket = gate.ticket()
    assert ticket is not None
    gate.set_rules(Rules.of(PrivacySettings(excluded_titles=("bank",))))
    assert not may_keep(gate, ticket)
    assert gate.rules.excludes((), "My bank")


def test_every_change_wakes_who_asked_for_it(gate: Gate) -> None:
    with Wake() as wake:
        gate.subscribe(wake)
        gate.close(GateState.PAUSED)
        assert wake.wait(0)
        gate.unsubscribe(wake)
        gate.open()
        assert not wake.wait(0)
