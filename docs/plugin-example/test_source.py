"""What Daytrail asks of every source, and what this one is for."""

from daytrail_example.source import TOPIC, Load

from capture.plugins.contract import broken_source_promises, observed_by


def test_it_keeps_its_promises() -> None:
    """As Daytrail's own sources do."""
    assert broken_source_promises(Load(every_s=0.05)) == []


def test_it_notes_the_load_at_once_and_again() -> None:
    """The second one comes after `every_s`."""
    first, second, *_ = observed_by(Load(every_s=0.01), least=2)
    assert (first.topic, second.topic) == (TOPIC, TOPIC)
    assert second.start_us > first.start_us
    assert float(str(first.data["programs"])) >= 0
