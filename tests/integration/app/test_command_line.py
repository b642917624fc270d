"""The verbs on a real data folder, each as a program of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.topics import SCREEN, SCREEN_TEXT, WINDOW_FOCUS

MINUTE_US = 60_000_000


def daytrail(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


@pytest.fixture
def day(home_folder: Path) -> Path:
    """A data folder with two moments: a recipe an hour ago, a letter a minute ago."""
    clock = SystemClock()
    storage = open_sqlite(home_folder, clock=clock)
    media = open_media(home_folder / "media")
    for minutes, app, title, text in (
        (60, "Gedit", "recipe.txt", "saffron risotto"),
        (1, "Mail", "letter", "dear aunt"),
    ):
        start_us = clock.now_us() - minutes * MINUTE_US
        times = (start_us, start_us, start_us)
        window = {"app": app, "title": title}
        picture = media.put(text.encode(), "image/webp")
        frame = Event(
            new_uid(),
            SCREEN,
            "desk",
            *times,
            media=picture,
            data={"display": 0, "width": 9, "height": 9, "trigger": "start", **window},
        )
        read = Event(
            new_uid(),
            SCREEN_TEXT,
            "desk",
            *times,
            text=text,
            media=picture,
            parent=frame.uid,
            data={"lines": [], **window},
        )
        focus = Event(new_uid(), WINDOW_FOCUS, "desk", *times, text=title, data=window)
        assert storage.log.append([frame, read, focus]).added == 3
    storage.close()
    return home_folder


def test_search_gives_the_documented_fields(day: Path) -> None:
    (hit,) = json.loads(daytrail("search", "saffron", "--json").stdout)
    first = ["uid", "topic", "device", "start", "end", "app", "title", "text", "snippet", "score", "media"]
    assert list(hit) == [*first, "similarity", "boxes", "count"]
    assert (hit["app"], hit["title"], hit["text"]) == ("Gedit", "recipe.txt", "saffron risotto")
    assert hit["start"].endswith("Z")
    assert len(hit["uid"]) == 32


def test_what_is_set_before_the_verb_wins_for_this_run(day: Path) -> None:
    name = "capture.screen.quality"
    assert daytrail("--set", f"{name}=41", "config", name).stdout == f"{name} = 41\n"
    assert "41" not in daytrail("config", name).stdout
    wrong = daytrail("--set", f"{name}=900", "config", name)
    assert (wrong.returncode, "less than or equal" in wrong.stderr) == (1, True)


def test_a_setting_that_this_computer_cannot_follow_is_refused(day: Path) -> None:
    done = daytrail("config", "processing.workers.busy", "999")
    assert done.returncode in {1, 2}
    done = daytrail("config", "processing.ocr.model", "no-such")
    assert done.returncode == 1
    assert "no model “no-such”" in done.stderr
    assert "no-such" not in daytrail("config", "processing.ocr.model").stdout


def test_doctor_holds_settings_against_this_computer(day: Path) -> None:
    (day / "config.toml").write_text("[storage]\nbudget_gb = 9000000.0\n")
    assert "note  Settings       storage.budget_gb: the disk holds" in daytrail("doctor").stdout


def test_a_query_that_cannot_be_read_is_explained(day: Path) -> None:
    done = daytrail("search", "before:someday", "soup")
    assert done.returncode == 1
    assert "before: needs a date" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["search x", "status", "export --out x", "backup --out x", "verify", "repair"])
def test_an_empty_folder_is_said_to_be_empty(verb: str) -> None:
    done = daytrail(*verb.split())
    assert done.returncode == 1
    assert "Nothing has been recorded" in done.stderr


def test_status_tells_what_is_kept_and_what_waits(day: Path) -> None:
    found = json.loads(daytrail("status", "--json").stdout)
    assert found["home"] == str(day)
    assert found["events"] == {SCREEN: 2, SCREEN_TEXT: 2, WINDOW_FOCUS: 2}
    assert found["recorder"] == {"pid": None, "state": "stopped"}
    assert found["disk"]["media_bytes"] == len("saffron risotto") + len("dear aunt")
    assert (found["disk"]["pictures_bytes"], found["disk"]["sound_bytes"]) == (found["disk"]["media_bytes"], 0)
    assert found["disk"]["bytes_per_day"] > 0
    assert found["disk"]["free_bytes"] > 0
    assert "a day" in daytrail("status").stdout


def test_forget_previews_asks_and_leaves_nothing(day: Path) -> None:
    preview = json.loads(daytrail("forget", "--app", "mail", "--preview", "--json").stdout)
    assert preview["events"] == {SCREEN: 1, SCREEN_TEXT: 1, WINDOW_FOCUS: 1}
    refused = daytrail("forget", "--last", "10m")
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert json.loads(daytrail("search", "aunt", "--json").stdout)
    done = json.loads(daytrail("forget", "--last", "10m", "--yes", "--json").stdout)
    assert done["deleted"]
    assert done["events"] == preview["events"]
    assert json.loads(daytrail("search", "aunt", "--json").stdout) == []
    assert json.loads(daytrail("search", "saffron", "--json").stdout)
    assert not [path for path in day.rglob("*") if path.is_file() and b"dear aunt" in path.read_bytes()]


def test_forget_without_saying_what_is_refused(day: Path) -> None:
    done = daytrail("forget", "--yes")
    assert done.returncode == 2
    assert "--last 10m" in done.stderr


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_export_writes_all_events(day: Path, tmp_path: Path, kind: str) -> None:
    done = daytrail("export", "--format", kind, "--out", str(tmp_path / "out"), "--media", "--json")
    receipt = json.loads(done.stdout)
    assert (receipt["rows"], receipt["media_files"]) == (6, 2)
    assert (tmp_path / "out" / "manifest.json").exists()


def test_export_takes_what_a_search_a_kind_or_a_device_chooses(day: Path, tmp_path: Path) -> None:
    def rows(*options: str) -> int:
        done = daytrail("export", "--format", "jsonl", "--out", str(tmp_path / "out"), "--json", *options)
        return int(json.loads(done.stdout)["rows"])

    assert rows("--search", "saffron") == 1
    assert rows("--search", "saffron", "--kind", "window") == 0
    assert rows("--kind", "screen") == rows("--kind", "window") == 2
    assert rows("--device", "nobody") == rows("--to", "2001-01-01") == 0
    refused = daytrail("export", "--out", str(tmp_path / "out"), "--search", "saffron kind:screen", "--kind", "window")
    assert refused.returncode == 2
    assert "--kind" in refused.stderr


def test_a_backup_can_be_restored_and_found_in(day: Path, tmp_path: Path) -> None:
    assert daytrail("backup", "--out", str(tmp_path / "copy")).returncode == 0
    elsewhere = {"DAYTRAIL_HOME": str(tmp_path / "other")}
    assert daytrail("restore", str(tmp_path / "copy"), **elsewhere).returncode == 0
    assert json.loads(daytrail("search", "saffron", "--json", **elsewhere).stdout)
    assert daytrail("verify", **elsewhere).returncode == 0
    in_the_way = daytrail("restore", str(tmp_path / "copy"))
    assert in_the_way.returncode == 1
    assert "recordings" in in_the_way.stderr


def test_verify_names_a_damaged_picture_and_doctor_a_damaged_database(day: Path) -> None:
    picture = next(path for path in (day / "media").rglob("*.webp"))
    picture.write_bytes(b"something else")
    done = daytrail("verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["corrupt"]
    database = day / "daytrail.sqlite"
    database.write_bytes(b"\0" * 8192)
    broken = daytrail("doctor")
    assert broken.returncode == 1
    assert "daytrail.sqlite" in broken.stdout


def test_settings_are_changed_and_refused_on_the_command_line() -> None:
    assert daytrail("config", "capture.screen.quality", "44").returncode == 0
    assert daytrail("config", "capture.screen.quality").stdout == "capture.screen.quality = 44\n"
    refused = daytrail("config", "capture.screen.quality", "4000")
    assert refused.returncode == 1
    assert "capture.screen.quality" in refused.stderr
    unknown = daytrail("config", "capture.smell")
    assert "no setting capture.smell" in unknown.stderr


def test_without_a_display_the_window_says_what_works_instead() -> None:
    done = daytrail(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert "daytrail record" in done.stderr
