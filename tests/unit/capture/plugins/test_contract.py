from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from capture.plugins.api import Context, ImporterSpec, Observed, Read, SourceSpec
from capture.plugins.contract import broken_importer_promises, broken_source_promises, observed_by
from storage.topics import CLIPBOARD
from tests.data.plugin_recipes import Lines, Odd, Steady


def test_a_source_that_behaves_keeps_its_promises() -> None:
    assert broken_source_promises(Steady()) == []
    assert len(observed_by(Steady(), least=3)) == 3


def test_one_that_returns_early_and_says_nothing_is_told_so() -> None:
    early, silent = broken_source_promises(Odd("return"), 0.1)
    assert "before its run was over" in early
    assert "neither observed anything" in silent


def test_importers_are_looked_at_with_a_sample(tmp_path: Path) -> None:
    sample, other = tmp_path / "menu", tmp_path / "letter"
    sample.write_text("soup\nrice\n")
    other.write_text("dear aunt")
    (tmp_path / "menu.absent").write_text("")
    assert broken_importer_promises(Lines(), sample, [other]) == []
    assert any("takes" in each for each in broken_importer_promises(Lines(), sample, [sample]))
    sample.write_text("soup\nsoup\nforeign\n")
    twice, foreign = broken_importer_promises(Lines(), sample)
    assert "same key" in twice
    assert "does not declare" in foreign


@dataclass(frozen=True)
class Nothing:
    """An importer made for another version of the interface."""

    @property
    def spec(self) -> ImporterSpec:
        return ImporterSpec("nothing", "Nothing", (CLIPBOARD,), 9)

    def recognises(self, path: Path) -> bool:
        return False

    def count(self, path: Path) -> int | None:
        return 0

    def read(self, path: Path) -> Iterator[Read]:
        return iter(())


def test_another_version_of_the_interface_is_told(tmp_path: Path) -> None:
    (found,) = broken_importer_promises(Nothing(), tmp_path)
    assert "version 9" in found


@dataclass(frozen=True)
class Wrong:
    """A source whose declaration or data is wrong in one way."""

    topic: str = CLIPBOARD
    permission: str = ""
    characters: str = ""

    @property
    def spec(self) -> SourceSpec:
        return SourceSpec("wrong", "Wrong", (self.topic,), 1, (self.permission,) if self.permission else ())

    def run(self, context: Context) -> None:
        context.keep(Observed(CLIPBOARD, 0, 0, {"characters": self.characters or 1}))
        context.wait(60)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (Wrong(topic="no.such.topic"), "not registered"),
        (Wrong(permission="everything"), "permissions that there are not"),
        (Wrong(characters="many"), "does not match its topic"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(source: Wrong, says: str) -> None:
    (found,) = broken_source_promises(source, 0.2)
    assert says in found
