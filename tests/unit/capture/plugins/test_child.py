"""The inside of a plugin's process, spoken to over its pipes as the recorder does."""

import json
import subprocess
import sys

import pytest

from capture.plugins.wire import Frame, Unpacker, packed
from tests.data.plugin_recipes import PLACE

LIMITS = json.dumps({"memory_mb": 512, "open_files": 256, "granted": []})


def command(kind: str, name: str, options: dict[str, str | float]) -> list[str]:
    place = f"{PLACE}:{name}"
    return [sys.executable, "-m", "capture.plugins.child", kind, place, json.dumps(options), LIMITS]


class Dialogue:
    """A source that is spoken to; leaving hangs up."""

    def __init__(self, name: str, options: dict[str, str | float]) -> None:
        self.child = subprocess.Popen(
            command("source", name, options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._unpacker, self._frames = Unpacker(), list[Frame]()

    def hear(self) -> Frame:
        assert self.child.stdout is not None
        while not self._frames:
            piece = self.child.stdout.read(1 << 16)
            assert piece, "it says nothing any more"
            self._frames += self._unpacker.take(piece)
        return self._frames.pop(0)

    def say(self, **says: object) -> None:
        assert self.child.stdin is not None
        self.child.stdin.write(packed(says))

    def __enter__(self) -> "Dialogue":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.close()
        self.child.wait(60)
        self.child.stdout.close()


def test_an_observation_comes_with_its_bytes_and_waits_for_its_answer() -> None:
    with Dialogue("Steady", {"every_s": 60}) as source:
        assert source.hear().says == {"do": "recording", "detail": "a word"}, "what it prints is no message"
        keep = source.hear()
        assert (keep.says["do"], keep.says["text"], keep.content) == ("keep", "soup", b"picture")
        source.say(uid="ab" * 16)
        extend = source.hear()
        assert (extend.says["do"], extend.says["uid"]) == ("extend", "ab" * 16)
        source.say(done=True)
        source.say(do="over")
        assert source.hear().says == {"do": "ended"}
    assert source.child.returncode == 0


def test_it_ends_when_the_recorder_is_gone() -> None:
    with Dialogue("Steady", {}) as source:
        source.hear()
    assert source.child.returncode == 0


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("Odd", {"how": "raise"}, "LookupError in plugin_recipes.py"),
        ("Odd", {"how": "write"}, "permission “files”"),
        ("Odd", {"spice": "salt"}, "TypeError"),
        ("Nothing", {}, "AttributeError"),
    ],
)
def test_a_failure_is_told_without_what_it_was_about(name: str, options: dict[str, str | float], says: str) -> None:
    with Dialogue(name, options) as source:
        told = source.hear().says
    assert told["do"] == "failed"
    assert says in told["cause"]
    assert "secret" not in told["cause"]
