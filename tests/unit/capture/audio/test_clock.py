import numpy as np
import pytest

from capture.audio.clock import SampleClock

BLOCK_S = 0.2
NOON_US = 1_795_262_400_000_000


def listen(
    clock: SampleClock, seconds: float, *, drift: float = 0.0, jitter_us: int = 0, start_s: float = 0.0
) -> float:
    """Feed blocks of a card that counts `1 + drift` seconds a second; return the position reached."""
    chance = np.random.default_rng(7)
    position_s = start_s
    while position_s < start_s + seconds:
        position_s += BLOCK_S
        late_us = int(chance.integers(0, jitter_us + 1))
        clock.heard(position_s, NOON_US + round(position_s / (1 + drift) * 1e6) + late_us)
    return position_s


def test_before_anything_is_heard_there_is_no_time() -> None:
    with pytest.raises(ValueError, match="not begun"):
        SampleClock().time_us(0.0)


def test_positions_are_times_since_the_beginning() -> None:
    clock = SampleClock()
    listen(clock, 3)
    assert clock.time_us(0.0) == pytest.approx(NOON_US, abs=10)
    assert clock.time_us(2.5) == pytest.approx(NOON_US + 2_500_000, abs=10)


def test_blocks_that_come_late_do_not_make_time_late() -> None:
    clock = SampleClock()
    reached_s = listen(clock, 120, jitter_us=150_000)
    assert clock.time_us(reached_s) == pytest.approx(NOON_US + reached_s * 1e6, abs=40_000)


@pytest.mark.parametrize("drift", [0.0002, -0.0002])
def test_a_card_that_runs_fast_or_slow_stays_with_the_wall_clock(drift: float) -> None:
    clock = SampleClock()
    clock.heard(BLOCK_S, NOON_US + round(BLOCK_S * 1e6))
    clock.time_us(0.0)
    reached_s = listen(clock, 7_200, drift=drift, jitter_us=20_000)
    assert clock.time_us(reached_s) == pytest.approx(NOON_US + reached_s / (1 + drift) * 1e6, abs=30_000)


def test_time_never_jumps_or_runs_back_while_it_is_bent() -> None:
    clock = SampleClock()
    last_us = NOON_US - 1
    position_s = 0.0
    for _ in range(200):
        position_s = listen(clock, 1, drift=0.001, jitter_us=50_000, start_s=position_s)
        now_us = clock.time_us(position_s)
        assert 0.97e6 < now_us - last_us < 1.27e6 or last_us < NOON_US
        last_us = now_us


def test_a_wall_clock_that_was_set_is_followed() -> None:
    clock = SampleClock()
    listen(clock, 30)
    clock.time_us(0.0)
    for block in range(200):
        position_s = 30 + (block + 1) * BLOCK_S
        clock.heard(position_s, NOON_US + round((position_s + 3_600) * 1e6))
    assert clock.time_us(70.0) == pytest.approx(NOON_US + 3_670_000_000, abs=10_000)
