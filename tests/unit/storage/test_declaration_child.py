"""What the process says, before anybody judges it; started as it is started in earnest."""

import json
import subprocess
import sys

from capture.plugins.api import SourceSpec
from storage.declaration_child import type_name
from tests.data.plugin_recipes import PLACE


def said(value: str, options: str = "{}") -> dict[str, object]:
    command = [sys.executable, "-m", "storage.declaration_child", value, options, "1024"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_it_says_what_the_spec_is_and_holds() -> None:
    reply = said(f"{PLACE}:Steady", '{"every_s": 3}')

    assert reply["problem"] == ""
    assert type_name(SourceSpec) in reply["kinds"]  # type: ignore[operator]
    assert json.loads(str(reply["spec"]))["title"] == "Steady"


def test_it_says_what_went_wrong() -> None:
    assert "spice" in str(said(f"{PLACE}:Steady", '{"spice": 1}')["problem"])
