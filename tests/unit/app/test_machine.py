import socket
from pathlib import Path

import pytest

from app.machine import Machine, objections, require_possible, this_machine
from app.settings import Settings, SettingsError, changed
from processing.models.catalog import Catalog

SMALL = Machine(cores=2, memory_bytes=4 << 30, disk_bytes=100 * 10**9)


def against(*assignments: tuple[str, str], before: Settings | None = None) -> list[str]:
    before = after = before or Settings()
    for name, value in assignments:
        after = changed(after, name, value)
    return objections(after, before, SMALL, Catalog())


def test_what_is_in_force_is_not_judged_again() -> None:
    assert Settings().processing.workers.memory_mb << 20 > SMALL.memory_bytes
    assert against(("capture.screen.quality", "60")) == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("processing.workers.busy", "8", "2 processor cores"),
        ("processing.workers.memory_mb", "8000", "4096 MB"),
        ("storage.budget_gb", "200", "100 GB"),
        ("storage.low_disk_gb", "100", "100 GB"),
        ("processing.ocr.model", "no-such", "no model “no-such”"),
        ("processing.transcription.language", "de", "English alone"),
        ("processing.transcription.played_language", "de", "English alone"),
        ("processing.transcription.played_model", "no-such", "no model “no-such”"),
    ],
)
def test_what_this_computer_cannot_do_is_refused_by_name(name: str, value: str, says: str) -> None:
    (found,) = against((name, value))
    assert found.startswith(f"{name}:")
    assert says in found


def test_a_model_that_nobody_uses_may_be_missing() -> None:
    assert against(("processing.ocr.enabled", "false"), ("processing.ocr.model", "no-such")) == []


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        (found,) = against(("telemetry.prometheus", "true"), ("telemetry.port", port))
    assert found.startswith(f"telemetry.port: {port}")


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    settings = changed(changed(Settings(), "processing.ocr.model", "no-such"), "processing.workers.memory_mb", "999999")
    with pytest.raises(SettingsError, match="processing.workers.memory_mb") as caught:
        require_possible(settings, Settings(), tmp_path, Catalog())
    assert "processing.ocr.model" in str(caught.value)


def test_this_machine_has_something(tmp_path: Path) -> None:
    found = this_machine(tmp_path)
    assert min(found.cores, found.memory_bytes, found.disk_bytes) > 0
