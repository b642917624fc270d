"""All settings as one tree: each part declares its own, this file joins, reads and writes them.

Layers, the later wins: defaults, `config.toml` in the data folder, environment (`DAYTRAIL_CAPTURE__SCREEN__QUALITY=60`,
lists and groups as JSON), command line (`daytrail --set capture.screen.quality=60 …`).
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from tomlkit.exceptions import TOMLKitError

from app.day.categories import DEFAULT_RULES, rule_of
from app.telemetry.settings import TelemetrySettings
from capture.settings import CaptureSettings
from processing.settings import ProcessingSettings
from storage.settings import StorageSettings

ENVIRONMENT_PREFIX = "DAYTRAIL_"
_NOT_SETTINGS = {"DAYTRAIL_HOME"}


class SettingsError(Exception):
    """Settings cannot be used; the message names the file or variable, the setting, and what is wrong with it."""


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Language(StrEnum):
    """What the window speaks."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


_KEYS = re.compile(r"(<\w+>|\S)(\+(<\w+>|\S))*")
"""A combination in pynput's notation: names of keys in angle brackets, others as they are, joined by a plus."""


class GeneralSettings(BaseModel):
    """The application itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    consented: bool = Field(False, title="Agreed to record", description="Set once the welcome window was answered")
    theme: Theme = Field(Theme.SYSTEM, title="Colours", description="Follow the system, or always dark or light")
    language: Language = Field(Language.SYSTEM, title="Language", description="Of the window")
    start_hidden: bool = Field(False, title="Start in the tray", description="Without opening the window")
    start_at_login: bool = Field(False, title="Start at login", description="In the tray, whenever you log in")
    pause_keys: str = Field(
        "<ctrl>+<alt>+p",
        title="Keys to pause, everywhere",
        description="Pause or resume recording from any program, such as <ctrl>+<alt>+p; empty for none",
    )
    bookmark_keys: str = Field(
        "<ctrl>+<alt>+b",
        title="Keys for a bookmark, everywhere",
        description="Bookmark this moment from any program; empty for none",
    )

    @field_validator("pause_keys", "bookmark_keys")
    @classmethod
    def _keys_can_be_read(cls, keys: str) -> str:
        if keys and not _KEYS.fullmatch(keys):
            raise ValueError(f"“{keys}” is no combination of keys; write it as <ctrl>+<alt>+p.")
        return keys


class DaySettings(BaseModel):
    """How a day's time is summed up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    categories: tuple[str, ...] = Field(
        DEFAULT_RULES,
        title="Categories",
        description="Category, colon, regular expression over application and title; the first that fits counts",
    )

    @field_validator("categories")
    @classmethod
    def _are_rules(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rule_of(rule).text() for rule in rules)


class Settings(BaseModel):
    """Everything that can be set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    general: GeneralSettings = Field(default_factory=GeneralSettings, title="General")
    day: DaySettings = Field(default_factory=DaySettings, title="Day")
    capture: CaptureSettings = Field(default_factory=CaptureSettings, title="Recording")
    processing: ProcessingSettings = Field(default_factory=ProcessingSettings, title="Understanding")
    storage: StorageSettings = Field(default_factory=StorageSettings, title="Storage")
    telemetry: TelemetrySettings = Field(default_factory=lambda: TelemetrySettings(), title="Telemetry")


def load_settings(path: Path, environment: Mapping[str, str] = os.environ, assigned: Sequence[str] = ()) -> Settings:
    """Read settings from a file (absent: defaults), the environment, and `NAME=VALUE` of the command line.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds an unknown or impossible setting.
    """
    tree = _read(path)
    for name, value in environment.items():
        if name.startswith(ENVIRONMENT_PREFIX) and name not in _NOT_SETTINGS:
            _put(tree, name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__"), value, name)
    for assignment in assigned:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise SettingsError(f"--set {assignment} is no NAME=VALUE, as in --set capture.screen.quality=60.")
        _put(tree, name.strip().split("."), value, f"--set {name}")
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(
            _explain(f"The settings in {path} (with {ENVIRONMENT_PREFIX}… variables and --set)", error)
        ) from error


def save_settings(path: Path, settings: Settings, before: Settings) -> None:
    """Write what differs from `before` into the file and leave the rest of it, comments too; atomic, owner-only.

    Raises:
        SettingsError: the file there cannot be read or the new one not written.
    """
    document = tomlkit.document()
    try:
        if path.exists():
            document = tomlkit.parse(path.read_text(encoding="utf-8"))
        _merge(document, settings.model_dump(mode="json"), before.model_dump(mode="json"))
        _replace(path, tomlkit.dumps(document))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"The settings in {path} cannot be changed: {error}") from error


def describe(settings: Settings) -> dict[str, object]:
    """Return every setting by dotted name, as plain values."""
    flat: dict[str, object] = {}

    def walk(prefix: str, tree: Mapping[str, object]) -> None:
        for key, value in tree.items():
            if isinstance(value, dict):
                walk(f"{prefix}{key}.", value)
            else:
                flat[prefix + key] = value

    walk("", settings.model_dump(mode="json"))
    return flat


def changed(settings: Settings, name: str, value: str) -> Settings:
    """Return settings with one value, given as text, replaced.

    Raises:
        SettingsError: there is no such setting, or it cannot have this value.
    """
    if name not in describe(settings):
        raise SettingsError(f"There is no setting {name}. `daytrail config` lists them all.")
    tree = settings.model_dump(mode="json")
    _put(tree, name.split("."), value, name)
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(_explain(name, error)) from error


def _replace(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings in {path} cannot be read: {error}. Mend or remove the file.") from error
    except TOMLKitError as error:
        raise SettingsError(f"The settings in {path} are not valid TOML: {error}. Mend or remove the file.") from error


def _put(tree: dict[str, Any], keys: list[str], value: str, variable: str) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            raise SettingsError(f"{variable} names a group where the file has a value.")
    if not value.startswith(("[", "{")):
        tree[keys[-1]] = value
        return
    try:
        tree[keys[-1]] = json.loads(value)
    except ValueError as error:
        raise SettingsError(f"{variable} looks like a list or group but is not valid JSON: {error}") from error


def _explain(where: str, error: ValidationError) -> str:
    lines = [f"{where} cannot be used:"]
    lines += [f"  {'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()]
    return "\n".join(lines)


def _merge(document: Any, values: dict[str, Any], before: dict[str, Any]) -> None:
    for key, value in values.items():
        if value == before.get(key):
            continue
        if isinstance(value, dict):
            if key not in document:
                document[key] = tomlkit.table()
            _merge(document[key], value, before.get(key, {}))
        elif value is None:
            document.pop(key, None)
        else:
            document[key] = value
