import json
import stat
from pathlib import Path

from app.beacon import Beacon, read_health
from app.home import open_home
from app.telemetry.health import Verdict, judge
from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth


class Patient:
    """A recorder with one source."""

    def state(self) -> str:
        return "recording"

    def health(self) -> Verdict:
        return judge(self.sources(), self.processors())

    def sources(self) -> tuple[SourceHealth, ...]:
        return (SourceHealth("screen", "Screen", SourceState.UNAVAILABLE, cause="no display"),)

    def processors(self) -> tuple[ProcessorHealth, ...]:
        return ()


def test_others_see_how_the_recorder_is_doing_while_it_runs(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    beacon = Beacon(home, Patient())
    beacon.write()
    seen = read_health(home)
    assert seen is not None
    assert seen["state"] == "recording"
    assert seen["sources"][0]["cause"] == "no display"
    assert seen["health"] == {"level": "unhealthy", "causes": ["Nothing is recorded.", "Screen: no display"]}
    assert stat.S_IMODE((tmp_path / "health.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "health.json").read_text()) == seen


def test_the_file_goes_with_the_recorder(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    beacon = Beacon(home, Patient())
    beacon.start()
    assert beacon.stop(5.0)
    assert read_health(home) is None


def test_a_torn_file_is_nothing(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    (tmp_path / "health.json").write_text('{"pid": ')
    assert read_health(home) is None
