import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.demo.programs import PACKAGES, MissingProgramError, ProgramFailedError, Programs, require
from app.demo.waiting import until


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    programs = Programs(tmp_path, os.environ)
    yield programs
    programs.end_all()


def test_a_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgramError) as raised:
        require(["espeak-ng", "pactl", "paplay"])
    message = str(raised.value)
    assert "packaging/bootstrap.sh demo" in message
    assert "apt-get install espeak-ng pulseaudio-utils" in message


def test_bootstrap_installs_every_package_that_is_needed() -> None:
    script = (Path(__file__).parents[4] / "packaging/bootstrap.sh").read_text(encoding="utf-8")
    absent = [package for package in set(PACKAGES.values()) - {"util-linux"} if package not in script]
    assert not absent


def test_run_returns_what_was_printed(programs: Programs) -> None:
    assert programs.run(["echo", "kettle"]) == "kettle\n"


def test_run_says_why_a_program_failed(programs: Programs) -> None:
    with pytest.raises(ProgramFailedError, match=r"ls failed.*no-such-file"):
        programs.run(["ls", "/no-such-file"])


def test_run_gives_up_in_time(programs: Programs) -> None:
    with pytest.raises(ProgramFailedError, match=r"did not end within 0\.1 s"):
        programs.run(["sleep", "30"], timeout_s=0.1)


def test_ends_a_program_with_the_children_it_left(programs: Programs) -> None:
    process = programs.start(["bash", "-c", "sleep 300 & exec sleep 301"])
    family = psutil.Process(process.pid)
    child = until(lambda: next(iter(family.children()), None), "the child")
    assert programs.end(process) == -signal.SIGTERM
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the child's end")


def test_a_program_that_ignores_being_asked_is_made_to_end(programs: Programs, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    process = programs.start(["bash", "-c", f"trap '' TERM; touch {ready}; while true; do sleep 0.1; done"])
    until(ready.exists, "the trap")
    assert programs.end(process, patience_s=0.2) == -signal.SIGKILL


def test_what_a_program_says_is_kept(programs: Programs) -> None:
    programs.start(["bash", "-c", "echo trouble >&2"]).wait(60)
    assert programs.said("bash") == "trouble"


def test_programs_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; from app.demo.programs import Programs;"
        f"p = Programs(pathlib.Path({str(tmp_path)!r}), os.environ).start(['sleep', '300']);"
        "print(p.pid, flush=True); sys.stdin.read()"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    assert starter.stdin is not None
    child = psutil.Process(int(starter.stdout.readline()))
    until(lambda: child.name() == "sleep", "the child")
    starter.kill()
    starter.wait()
    starter.stdout.close()
    starter.stdin.close()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the child's end")
