from dataclasses import replace

import pytest

from processing.governor import Governor, Situation, Tier, Verdict, judge, tier_of
from processing.settings import GovernorSettings

SETTINGS = GovernorSettings()
AT_WORK = Situation(idle_s=1.0)
SPEECH, TEXT, REST = 20, 30, 70


class Scene:
    """A situation and a time that tests change."""

    def __init__(self, situation: Situation = AT_WORK, settings: GovernorSettings = SETTINGS) -> None:
        self.situation = situation
        self.now_s = 0.0
        self.governor = Governor(settings, lambda: self.situation, lambda: self.now_s)
        self.governor.refresh()

    def becomes(self, **changes: object) -> bool:
        self.situation = replace(self.situation, **changes)  # type: ignore[arg-type]
        return self.governor.refresh()


def test_speech_goes_before_text_before_the_rest() -> None:
    assert tier_of(SPEECH) < tier_of(TEXT) < tier_of(REST)


@pytest.mark.parametrize(
    ("situation", "tier", "limited"),
    [
        (AT_WORK, Tier.TEXT, True),
        (Situation(idle_s=600), Tier.REST, False),
        (Situation(idle_s=None), Tier.REST, False),
        (Situation(idle_s=1, night=True), Tier.REST, False),
        (Situation(idle_s=600, on_battery=True, battery_percent=80), Tier.TEXT, True),
        (Situation(idle_s=600, on_battery=True, battery_percent=10), Tier.SPEECH, True),
        (Situation(idle_s=600, on_battery=False, battery_percent=10), Tier.REST, False),
        (Situation(idle_s=600, full_screen=True), Tier.SPEECH, True),
        (Situation(idle_s=600, full_screen=True, night=True), Tier.REST, False),
        (Situation(idle_s=600, too_hot_by_c=1), Tier.SPEECH, True),
        (Situation(idle_s=600, too_hot_by_c=-20), Tier.REST, False),
    ],
)
def test_what_may_run_follows_the_computer_and_its_owner(situation: Situation, tier: Tier, limited: bool) -> None:
    verdict = judge(situation, SETTINGS)

    assert verdict.tier is tier
    assert (verdict.cores is not None) is limited
    assert bool(verdict.cause) is limited, "who waits is told why"


def test_once_hot_it_has_to_cool_down_some_degrees() -> None:
    scene = Scene(Situation(idle_s=600, too_hot_by_c=-3))
    assert not scene.governor.held_back(REST)

    scene.becomes(too_hot_by_c=1.0)
    assert "cooled" in scene.governor.held_back(TEXT)
    scene.becomes(too_hot_by_c=-3.0)
    assert scene.governor.held_back(TEXT)
    scene.becomes(too_hot_by_c=-10.0)

    assert not scene.governor.held_back(REST)


def test_while_the_owner_works_a_burst_is_paid_from_savings_then_the_budget_holds() -> None:
    scene = Scene(settings=GovernorSettings(active_percent=50))

    scene.governor.spend(29)
    assert scene.governor.rest_s(TEXT) == 0
    scene.governor.spend(6)

    assert scene.governor.rest_s(TEXT) == pytest.approx(10), "5 s overdrawn at half a core"
    assert scene.governor.rest_s(SPEECH) == 0, "speech never waits"
    scene.now_s = 10
    assert scene.governor.rest_s(TEXT) == 0


def test_away_from_the_keyboard_there_is_no_budget_and_the_account_starts_afresh() -> None:
    scene = Scene()
    scene.governor.spend(500)
    assert scene.governor.rest_s(TEXT) > 0

    assert scene.becomes(idle_s=600)
    assert scene.governor.rest_s(TEXT) == 0
    scene.becomes(idle_s=0)

    assert scene.governor.rest_s(TEXT) == 0


def test_what_the_owner_asks_for_runs_at_once() -> None:
    scene = Scene(Situation(idle_s=0, full_screen=True))
    assert scene.governor.held_back(TEXT)

    scene.governor.ask_for_all(True)
    assert not scene.governor.held_back(REST)
    assert scene.governor.rest_s(REST) == 0
    scene.governor.ask_for_all(False)

    assert scene.governor.held_back(TEXT)


def test_it_can_be_turned_off() -> None:
    scene = Scene(Situation(idle_s=0, full_screen=True))

    scene.governor.apply(GovernorSettings(enabled=False))

    assert scene.governor.verdict == Verdict(Tier.REST, None)


def test_a_look_tells_whether_anything_changed() -> None:
    scene = Scene()

    assert not scene.becomes(idle_s=2)
    assert scene.becomes(idle_s=600)
