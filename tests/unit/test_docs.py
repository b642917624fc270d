"""What is not in the documentation does not exist: verbs, figures, make targets, topics, notices of models."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from app.cli.main import cli
from tests.bench.run import modules

ROOT = Path(__file__).parents[2]
FAMILIES = "append|indexed|tiles|search|store|pipeline|idle|speech|vad|ocr|detect|timeline|query|export|governor"
VERBS = sorted(str(command.name) for command in cli.registered_commands)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    assert f"`daytrail {verb}" in (ROOT / "docs" / "cli.md").read_text()


def test_no_verb_is_documented_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `daytrail ([\w-]+)", (ROOT / "docs" / "cli.md").read_text(), re.MULTILINE))
    assert named == set(VERBS)


@pytest.mark.parametrize("name", modules())
def test_every_figure_is_documented(name: str) -> None:
    documented = (ROOT / "docs" / "benchmarks.md").read_text()
    source = inspect.getsource(importlib.import_module(f"tests.bench.{name}"))
    figures = set(re.findall(rf'"((?:{FAMILIES})\.[a-z0-9_]+)"', source))
    assert [figure for figure in figures if f"`{figure}`" not in documented] == []


def test_the_two_commands_of_the_readme_are_targets() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make ([a-z-]+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_pictures_of_the_readme_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / picture).stat().st_size > 10_000


def test_no_lock_names_a_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / lock).read_text()
