from capture.health import SourceHealth, SourceState, SourceUnavailableError
from capture.windows.protocol import WindowSystemError


def test_a_source_begins_without_cause_and_events() -> None:
    health = SourceHealth("screen", "Screen", SourceState.OFF)
    assert (health.cause, health.events, health.last_event_us) == ("", 0, None)


def test_windows_that_cannot_be_seen_make_a_source_unavailable() -> None:
    assert issubclass(WindowSystemError, SourceUnavailableError)
