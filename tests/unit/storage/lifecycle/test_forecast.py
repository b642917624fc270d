from storage.lifecycle.forecast import Forecaster, forecast

DAY_US = 86_400_000_000


def test_nothing_recorded_grows_not(life, clock) -> None:
    found = forecast(life.storage.store, life.media, clock, database_bytes=0, free_bytes=10)
    assert (found.bytes_per_day, found.full_us) == (0, None)


def test_growth_counts_each_picture_once_and_tells_when_it_is_full(life, clock) -> None:
    for day in range(10):
        life.frame(day * 24 * 60 + 1, f"page {day}", picture=b"%d" % day * 1_000)
    grown = 7 * (1_000 + 1_006) + 7 * 3 * 100
    found = forecast(life.storage.store, life.media, clock, database_bytes=30 * 100, free_bytes=10 * grown // 7)
    assert abs(found.bytes_per_day - grown / 7) <= 1
    assert abs(found.full_us - (clock.us + 10 * DAY_US)) < DAY_US / 100


def test_a_budget_may_end_sooner_than_the_disk(life, clock) -> None:
    life.frame(9 * 24 * 60, "page", picture=b"x" * 1_000)
    budget = 300 + life.media.size_bytes()
    found = forecast(life.storage.store, life.media, clock, database_bytes=300, free_bytes=1 << 40, budget_bytes=budget)
    assert found.full_us == clock.us
    roomy = forecast(life.storage.store, life.media, clock, database_bytes=300, free_bytes=1 << 60)
    assert roomy.full_us is None


def test_a_forecast_is_kept_for_ten_minutes_and_follows_the_budget_at_once(life, clock) -> None:
    life.frame(9 * 24 * 60, "page", picture=b"x" * 1_000)
    forecaster = Forecaster(life.storage.store, life.media, clock)
    first = forecaster.now(database_bytes=300, free_bytes=1 << 30)
    life.frame(9 * 24 * 60 + 1, "another", picture=b"y" * 10_000)
    assert forecaster.now(database_bytes=300, free_bytes=1 << 30) is first
    assert forecaster.now(database_bytes=300, free_bytes=1 << 30, budget_bytes=500).full_us == clock.us
    clock.us += 601_000_000
    assert forecaster.now(database_bytes=300, free_bytes=1 << 30).bytes_per_day > first.bytes_per_day
