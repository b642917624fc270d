"""What the settings page shows of models: which there are, which can be used, and which are chosen; free of Qt."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.home import Home
from app.machine import MODEL_TASKS, chosen_models
from app.settings import Settings
from processing.fetching import is_address
from processing.models.catalog import Catalog, KnownModel, folder_of_source

SettingPath = tuple[str, ...]


class ModelState(StrEnum):
    """Whether a model can be used."""

    READY = "ready"
    ABSENT = "absent"
    PACKAGE_ABSENT = "package absent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class ModelShown:
    """A model on the settings page.

    Attributes:
        model: as the catalogue describes it.
        state: whether it can be used.
        problem: why it cannot, "" where it can.
        chosen: whether a setting names it.
        setting: the path of the setting that would name it.
        fetched: whether the owner fetched it, so that it can be removed here.
    """

    model: KnownModel
    state: ModelState
    problem: str
    chosen: bool
    setting: SettingPath
    fetched: bool


def read_models(
    home: Path, settings: Settings, *, shipped: tuple[KnownModel, ...] | None = None, verify: bool = False
) -> tuple[ModelShown, ...]:
    """Return every model known by name; `verify` reads all files and compares checksums, which takes a while."""
    folder = Home(home).models
    catalog = Catalog(shipped, installed=folder)
    chosen = {(task, name) for _, task, name in chosen_models(settings.processing)}
    groups = {task: group for group, task in MODEL_TASKS}
    found = []
    for model in catalog.models:
        if model.task not in groups:
            continue
        problem = catalog.problem(model, verify=verify)
        found.append(
            ModelShown(
                model=model,
                state=_state(model, problem),
                problem=problem,
                chosen=(model.task, model.name) in chosen,
                setting=("processing", groups[model.task], "model"),
                fetched=model.source == f"folder:{folder / model.name}",
            )
        )
    return tuple(found)


def _state(model: KnownModel, problem: str) -> ModelState:
    if not problem:
        return ModelState.READY
    if model.package and folder_of_source(model.source) is None:
        return ModelState.PACKAGE_ABSENT
    return ModelState.ABSENT if model.pieces or is_address(model.source) else ModelState.BROKEN
