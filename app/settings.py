"""All settings as one tree: each part declares its own, this file joins, reads and writes them.

Layers, the later wins: defaults, `config.toml` in the data folder, environment (`DAYTRAIL_SCREEN__QUALITY=60`).
"""

import os
import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tomlkit.exceptions import TOMLKitError

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


class GeneralSettings(BaseModel):
    """The application itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    consented: bool = Field(False, title="Agreed to record", description="Set once the welcome window was answered")
    theme: Theme = Field(Theme.SYSTEM, title="Colours", description="Follow the system, or always dark or light")
    start_hidden: bool = Field(False, title="Start in the tray", description="Without opening the window")


class Settings(BaseModel):
    """Everything that can be set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    general: GeneralSettings = Field(default_factory=GeneralSettings, title="General")
    capture: CaptureSettings = Field(default_factory=CaptureSettings, title="Recording")
    processing: ProcessingSettings = Field(default_factory=ProcessingSettings, title="Understanding")
    storage: StorageSettings = Field(default_factory=StorageSettings, title="Storage")


def load_settings(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read settings from a file (absent: defaults) and the environment.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds an unknown or impossible setting.
    """
    tree = _read(path)
    for name, value in environment.items():
        if name.startswith(ENVIRONMENT_PREFIX) and name not in _NOT_SETTINGS:
            _put(tree, name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__"), value, name)
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(_explain(path, error)) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults, keeping the owner's comments; atomic, readable by the owner only."""
    document = tomlkit.document()
    if path.exists():
        try:
            document = tomlkit.parse(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            raise SettingsError(f"{path} cannot be changed: {error}") from error
    _merge(document, settings.model_dump(mode="json", exclude_none=True), Settings().model_dump(mode="json"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(tomlkit.dumps(document))
        out.flush()
        os.fsync(out.fileno())
    Path(name).replace(path)


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
            raise SettingsError(f"The variable {variable} names a group where the file has a value.")
    tree[keys[-1]] = value.split(",") if keys[-1] in {"sources"} else value


def _explain(path: Path, error: ValidationError) -> str:
    lines = [f"The settings in {path} (or DAYTRAIL_… variables) cannot be used:"]
    lines += [f"  {'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()]
    return "\n".join(lines)


def _merge(document: Any, values: dict[str, Any], defaults: dict[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict):
            table = document.get(key)
            if table is None:
                table = tomlkit.table()
                _merge(table, value, defaults.get(key, {}))
                if table:
                    document[key] = table
            else:
                _merge(table, value, defaults.get(key, {}))
        elif key in document or value != defaults.get(key):
            document[key] = value
