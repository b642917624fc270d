"""What goes wrong around the application: each gets a clear message, and what was recorded stays."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from app.demo.application import DAYTRAIL, Application
from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand, Place
from app.demo.waiting import TookTooLongError, until
from app.home import Home, RecorderLock
from storage import topics
from storage.events import Event

ON_DISPLAY = ("screen", "windows", "input")
PLACE = Place(100, 100, 760, 300)
RECORDED = Callable[[Path, Sequence[str]], list[Event]]


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    """A desktop of its own for every test, since it is going to be broken."""
    with VirtualDesktop(1280, 800) as desktop:
        yield desktop


def bare(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `daytrail` far from any desktop."""
    absent = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS")
    kept = {name: value for name, value in os.environ.items() if name not in absent}
    environment = kept | {"DAYTRAIL_HOME": str(home), "PULSE_SERVER": f"unix:{home}/no-sound"} | more
    return subprocess.run([DAYTRAIL, *arguments], env=environment, capture_output=True, text=True, timeout=60)


def said(application: Application, words: str) -> None:
    """Wait until a started `daytrail` has said something that matches."""
    until(lambda: re.search(words, application.said()), f"a message about {words}")


def show_text(desktop: VirtualDesktop, text: str) -> int:
    """Write something into a new terminal window; return when it stood there, in microseconds UTC."""
    hand = Hand(desktop)
    title = text.partition(" ")[0].title()
    hand.open(["xterm", "-fa", "DejaVu Sans Mono", "-fs", "14", "-T", title, "-e", "cat"], f"^{title}$", PLACE)
    hand.type(f"{text}\n")
    return hand.deeds[-1].end_us


def pictured(application: Application, recorded: RECORDED, moment_us: int) -> None:
    """Wait until a picture has been taken after a moment."""

    def later() -> bool:
        return any(event.start_us > moment_us for event in recorded(application.home, [topics.SCREEN]))

    until(later, "a picture")


def worked_off(application: Application) -> None:
    """Wait until what has been on the screen so far is read."""
    moment_us = time.time_ns() // 1_000

    def read() -> bool:
        status = application.status()
        return status is not None and status.events.get(topics.SCREEN, 0) > 0 and status.findable_until(moment_us)

    until(read, "the first picture to be read", poll_s=0.3)


def seen(application: Application, text: str, timeout_s: float = 90) -> None:
    try:
        until(lambda: application.search(f'"{text}"'), f"“{text}” to be found", timeout_s=timeout_s, poll_s=0.3)
    except TookTooLongError:
        print(application.ask("search", "kind:screen").stdout, application.ask("status").stdout, application.said())
        raise


def fill_up(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1 << 16)):
            pass


def no_traceback(text: str) -> None:
    assert "Traceback" not in text


def test_no_display_no_window(home_folder: Path) -> None:
    answer = bare(home_folder)
    assert answer.returncode == 1
    assert "no display" in answer.stderr
    assert "daytrail record" in answer.stderr
    no_traceback(answer.stderr)


def test_no_display_to_record(home_folder: Path) -> None:
    answer = bare(home_folder, "record", "--sources", "screen,windows,input", "--for", "3s")
    assert answer.returncode == 0
    for source in ("Screen", "Windows", "Keyboard and pointer"):
        assert re.search(rf"^{source}: There is no display", answer.stderr, re.MULTILINE)
    no_traceback(answer.stderr)


def test_no_microphone(home_folder: Path, recorded: RECORDED) -> None:
    answer = bare(home_folder, "record", "--sources", "microphone", "--for", "4s")
    assert answer.returncode == 0
    assert re.search(r"^Microphone: .*microphone", answer.stderr, re.MULTILINE)
    no_traceback(answer.stderr)
    gaps = recorded(home_folder, [topics.COVERAGE])
    assert ("microphone", "unavailable") in {(gap.data["source"], gap.data["state"]) for gap in gaps}


def test_a_display_that_goes_away_while_recording(desktop: VirtualDesktop, application: Application) -> None:
    recorder = application.start("record", "--sources", "screen,windows,input")
    application.await_sources(ON_DISPLAY)
    show_text(desktop, "silver teapot")
    seen(application, "silver teapot")
    desktop.programs.end(desktop.screen.server)
    said(application, r"Screen: .*display")
    said(application, r"Keyboard and pointer: .*display")
    assert recorder.poll() is None
    assert application.end(recorder) == 0
    assert application.search('"silver teapot"')


def test_a_display_that_goes_away_under_the_window(desktop: VirtualDesktop, application: Application) -> None:
    application.settle(ON_DISPLAY)
    window = application.open_window()
    application.await_sources(ON_DISPLAY)
    show_text(desktop, "silver teapot")
    seen(application, "silver teapot")
    workers = psutil.Process(window.pid).children(recursive=True)
    desktop.programs.end(desktop.screen.server)
    assert window.wait(60) == 1
    log = (application.home / "logs" / "daytrail.log").read_text(encoding="utf-8")
    assert "the display is gone" in log
    assert "nobody caught this" not in log
    assert not psutil.wait_procs(workers, timeout=60)[1]
    lock = RecorderLock(Home(application.home))
    lock.acquire()
    assert not lock.crashed, "it did not end in order"
    lock.release()
    assert application.search('"silver teapot"')
    assert bare(application.home, "doctor").returncode == 0


def test_a_microphone_that_is_unplugged_and_comes_back(desktop: VirtualDesktop, application: Application) -> None:
    recorder = application.start("record", "--sources", "microphone")
    application.await_sources(["microphone"])
    desktop.say("We should plant the apple trees behind the old library.")
    seen(application, "apple trees")
    desktop.programs.end(desktop.sound.server)
    said(application, r"Microphone: .*microphone")
    desktop.sound.start()
    said(application, r"Microphone: recording again")
    desktop.say("Please remember to buy bread and milk on the way home this evening.")
    seen(application, "bread and milk")
    assert application.end(recorder) == 0
    assert application.search('"apple trees"')


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = subprocess.run([str(mount), "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.decode()}")
    yield folder
    subprocess.run([str(shutil.which("umount")), "--lazy", str(folder)], check=True)


def test_a_full_disk(desktop: VirtualDesktop, small_disk: Path) -> None:
    application = Application(desktop, small_disk / "home")
    application.settle(ON_DISPLAY)
    recorder = application.start("record")
    application.await_sources(ON_DISPLAY)
    show_text(desktop, "silver teapot")
    seen(application, "silver teapot")

    ballast = small_disk / "ballast"
    fill_up(ballast)
    show_text(desktop, "velvet curtain")
    said(application, r"(?i)disk.*(full|room|space)")
    assert recorder.poll() is None
    assert application.search('"silver teapot"')

    ballast.unlink()
    show_text(desktop, "walnut shelf")
    seen(application, "walnut shelf")
    assert application.end(recorder) == 0
    doctor = application.ask("doctor")
    assert doctor.returncode == 0, doctor.stdout


def test_a_second_recorder(desktop: VirtualDesktop, application: Application) -> None:
    recorder = application.start("record", "--sources", "windows")
    application.await_sources(["windows"])
    answer = application.ask("record", "--sources", "windows", "--for", "5s")
    assert answer.returncode == 3
    assert "already recording" in answer.stderr
    assert str(recorder.pid) in answer.stderr
    no_traceback(answer.stderr)
    assert application.end(recorder) == 0


def test_a_second_window_only_shows_until_the_recorder_ends(desktop: VirtualDesktop, application: Application) -> None:
    application.settle(["windows"])
    recorder = application.start("record")
    application.await_sources(["windows"])
    window = application.open_window()
    said(application, "already recording")
    Hand(desktop).find("Daytrail")
    assert recorder.poll() is None

    assert application.end(recorder) == 0
    until(lambda: RecorderLock(Home(application.home)).owner() == window.pid, "the window to take its place")
    application.await_sources(["windows"])
    assert application.end(window) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[general\nconsented = true\n", ("config.toml", "not valid TOML", "line 1")),
        ("[capture.screen]\nenabled = 'perhaps'\n", ("config.toml", "capture.screen.enabled", "boolean")),
        ("[capture.telepathy]\nenabled = true\n", ("config.toml", "capture.telepathy")),
    ],
)
def test_settings_that_make_no_sense(home_folder: Path, text: str, words: tuple[str, ...]) -> None:
    (home_folder / "config.toml").write_text(text)
    answer = bare(home_folder, "record", "--for", "1s")
    assert answer.returncode == 1
    for word in words:
        assert word in answer.stderr
    no_traceback(answer.stderr)
    assert (home_folder / "config.toml").read_text() == text


def test_settings_that_may_not_be_read(home_folder: Path) -> None:
    config = home_folder / "config.toml"
    config.write_text("")
    config.chmod(0o000)
    # The administrator may read everything, unless that right is given up.
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    answer = subprocess.run(
        [*command, DAYTRAIL, "record", "--for", "1s"],
        env=os.environ | {"DAYTRAIL_HOME": str(home_folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 1
    assert "config.toml" in answer.stderr
    assert "ermission" in answer.stderr
    no_traceback(answer.stderr)


def test_a_missing_model_is_named_and_what_was_recorded_waits_for_it(
    desktop: VirtualDesktop, application: Application, recorded: RECORDED
) -> None:
    recorder = desktop.start(
        [DAYTRAIL, "record", "--sources", "screen"],
        {"DAYTRAIL_HOME": str(application.home), "DAYTRAIL_PROCESSING__OCR__MODEL": "/nowhere/reader"},
    )
    application.await_sources(["screen"])
    pictured(application, recorded, show_text(desktop, "silver teapot"))
    assert application.end(recorder) == 0

    drained = bare(application.home, "process", "--drain", DAYTRAIL_PROCESSING__OCR__MODEL="/nowhere/reader")
    assert drained.returncode == 1
    assert "/nowhere/reader" in drained.stderr
    no_traceback(drained.stderr)
    doctor = bare(application.home, "doctor", DAYTRAIL_PROCESSING__OCR__MODEL="/nowhere/reader")
    assert doctor.returncode == 1
    assert "/nowhere/reader" in doctor.stdout

    assert bare(application.home, "process", "--drain").returncode == 0
    assert application.search('"silver teapot"')


def test_termination_keeps_the_backlog_for_later(
    desktop: VirtualDesktop, application: Application, recorded: RECORDED
) -> None:
    recorder = application.start("record", "--sources", "screen")
    application.await_sources(["screen"])
    worked_off(application)  # so those who work run by now
    for worker in psutil.Process(recorder.pid).children(recursive=True):
        worker.suspend()
    pictured(application, recorded, show_text(desktop, "silver teapot"))
    recorder.send_signal(signal.SIGTERM)
    assert recorder.wait(60) == 0
    said(application, r"Stopped\. \d+ items wait")
    kept = len(recorded(application.home, [topics.SCREEN]))
    assert not application.search('"silver teapot"')

    drained = application.ask("process", "--drain")
    assert drained.returncode == 0, drained.stderr
    status = application.status()
    assert status is not None
    assert status.backlog == 0
    assert status.events[topics.SCREEN] == kept
    assert application.search('"silver teapot"')


def test_recording_for_a_while_ends_by_itself(desktop: VirtualDesktop, application: Application) -> None:
    answer = application.ask("record", "--sources", "screen,windows", "--for", "2s")
    assert answer.returncode == 0
    assert "Stopped" in answer.stdout


def test_killed_outright_and_started_again(
    desktop: VirtualDesktop, application: Application, recorded: RECORDED
) -> None:
    application.settle(ON_DISPLAY)
    window = application.open_window()
    application.await_sources(ON_DISPLAY)
    show_text(desktop, "silver teapot")
    seen(application, "silver teapot")
    before = {event.uid for event in recorded(application.home, ["*"])}
    everyone = [psutil.Process(window.pid), *psutil.Process(window.pid).children(recursive=True)]
    os.killpg(window.pid, signal.SIGKILL)
    window.wait(60)
    assert not psutil.wait_procs(everyone, timeout=60)[1]

    assert before <= {event.uid for event in recorded(application.home, ["*"])}
    doctor = application.ask("doctor")
    assert doctor.returncode == 0, doctor.stdout

    again = application.open_window()
    application.await_sources(ON_DISPLAY)
    assert before <= {event.uid for event in recorded(application.home, ["*"])}
    assert application.search('"silver teapot"')
    show_text(desktop, "velvet curtain")
    seen(application, "velvet curtain")
    assert application.end(again) == 0
    assert application.ask("doctor", "--full").returncode == 0
