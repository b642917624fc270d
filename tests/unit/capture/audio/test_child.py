import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from capture.audio.child import Opened


def test_a_name_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "capture.audio.child", "no such thing", "16000"],
        env=os.environ | {"PULSE_SERVER": f"unix:{tmp_path}/nothing"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    assert "no such thing" in Opened(**json.loads(done.stdout)).error


def test_it_stays_small() -> None:
    """What takes long to import or much memory has no place in it."""
    code = "import sys, capture.audio.child; print(sorted({'numpy', 'pydantic', 'capture.source'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize("opened", [Opened("Built-in", 48_000, 2), Opened(error="No microphone.")])
def test_what_it_tells_comes_through(opened: Opened) -> None:
    assert Opened(**json.loads(json.dumps(opened._asdict()))) == opened
