import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import (
    GeneralSettings,
    Settings,
    SettingsError,
    Theme,
    changed,
    describe,
    load_settings,
    save_settings,
)


def test_without_a_file_the_defaults_hold_and_nothing_sensitive_is_on(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "config.toml", {})
    assert settings == Settings()
    assert not settings.general.consented
    assert not (settings.capture.microphone.enabled or settings.capture.camera.enabled)
    assert not settings.capture.clipboard.enabled


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[capture.screen]\nquality = 30\n")
    assert load_settings(path, {}).capture.screen.quality == 30
    assert load_settings(path, {"DAYTRAIL_CAPTURE__SCREEN__QUALITY": "80"}).capture.screen.quality == 80


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("quality = ", "not valid TOML"),
        ("[capture.screen]\nquality = 900", "capture.screen.quality"),
        ("[capture.screen]\nqualty = 9", "capture.screen.qualty"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_bad_file_is_explained(tmp_path: Path, content: str | bytes, says: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings(path, {})
    assert str(path) in str(caught.value)


def test_saving_keeps_comments_and_what_the_environment_overlays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n[capture.screen]\nquality = 30 # small disk\n")
    now = load_settings(path, {"DAYTRAIL_GENERAL__THEME": "dark"})
    wanted = changed(now, "capture.microphone.enabled", "true")
    save_settings(path, wanted, now)
    text = path.read_text()
    assert "# mine" in text
    assert "quality = 30 # small disk" in text
    assert "theme" not in text
    assert load_settings(path, {}).capture.microphone.enabled
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_setting_put_back_to_its_default_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[general]\ntheme = "light"\n')
    now = load_settings(path, {})
    save_settings(path, changed(now, "general.theme", "system"), now)
    assert load_settings(path, {}).general.theme is Theme.SYSTEM


def test_unknown_and_impossible_changes_are_refused() -> None:
    with pytest.raises(SettingsError, match="no setting capture.smell"):
        changed(Settings(), "capture.smell", "1")
    with pytest.raises(SettingsError, match="capture.screen.quality"):
        changed(Settings(), "capture.screen.quality", "best")


def test_every_setting_says_what_it_is() -> None:
    names = describe(Settings())
    assert names["capture.screen.enabled"] is True
    assert names["general.theme"] == "system"


def test_the_command_line_wins_over_all(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[capture.screen]\nquality = 30\n")
    environment = {"DAYTRAIL_CAPTURE__SCREEN__QUALITY": "80", "DAYTRAIL_GENERAL__THEME": "dark"}

    found = load_settings(path, environment, ["capture.screen.quality=55"])

    assert (found.capture.screen.quality, found.general.theme) == (55, Theme.DARK)
    with pytest.raises(SettingsError, match="NAME=VALUE"):
        load_settings(path, {}, ["capture.screen.quality"])
    with pytest.raises(SettingsError, match="capture.screen.qualty"):
        load_settings(path, {}, ["capture.screen.qualty=5"])


@pytest.mark.parametrize("keys", ["", "<ctrl>+<alt>+p", "<ctrl>+<shift>+<f9>", "<cmd>++"])
def test_combinations_of_keys_are_taken(keys: str) -> None:
    assert GeneralSettings(pause_keys=keys).pause_keys == keys


@pytest.mark.parametrize("keys", ["nonsense", "ctrl+alt+p", "<ctrl>+", "<ctrl> + p"])
def test_what_is_no_combination_of_keys_is_refused_with_how_to_write_one(keys: str) -> None:
    with pytest.raises(ValidationError, match=r"write it as <ctrl>\+<alt>\+p"):
        GeneralSettings(bookmark_keys=keys)
