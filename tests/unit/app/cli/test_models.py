"""What `daytrail models list` says of a model that is not here yet."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli import models
from app.home import open_home
from app.settings import Settings
from processing.models.catalog import Checked, KnownModel


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, home_folder: Path) -> typer.Typer:
    monkeypatch.setattr(models, "begin", lambda: (open_home(home_folder), Settings()))  # the test's log stays its own
    made = typer.Typer()
    made.callback()(lambda: None)
    models.add_to(made)
    return made


def listed(cli: typer.Typer) -> dict[str, str]:
    lines = CliRunner().invoke(cli, ["models", "list"]).stdout.splitlines()
    return {line.split()[1]: line for line in lines}


def test_what_nobody_here_has_run_is_marked_and_what_is_ready_is_not(cli: typer.Typer) -> None:
    lines = listed(cli)

    assert "daytrail models get small" in lines["small"]
    assert "never fetched or run by Daytrail's tests" in lines["small"]
    assert "670.5 MB" in lines["parakeet-tdt-0.6b-v3"]
    assert lines["tiny.en"].endswith("ready, the default")


def test_a_checksum_that_is_learned_is_said_to_be(cli: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    known = KnownModel("large", "Large", "transcription", "1", "MIT", 5, "https://host/large", {"model.bin": ""})
    monkeypatch.setattr(models, "check_all", lambda folder, verify: (Checked(known, "It is not here."),))

    assert listed(cli)["large"].endswith("It is not here. Checksum learned at the first download.")
    (told,) = json.loads(CliRunner().invoke(cli, ["models", "list", "--json"]).stdout)
    assert told["vouched"] is False
