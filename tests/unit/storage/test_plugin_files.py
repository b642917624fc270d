import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from storage.plugin_files import files_of


def test_files_of_a_package_within_another_are_found_and_neither_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "outer_of_plugin" / "inner"
    inner.mkdir(parents=True)
    for folder in (inner.parent, inner):
        (folder / "__init__.py").write_text("raise RuntimeError('nobody runs this')")
    for name in ("b.json", "a.json", "c.txt"):
        (inner / name).touch()
    monkeypatch.syspath_prepend(tmp_path)

    assert files_of(EntryPoint("mine", "outer_of_plugin.inner", "any")) == [inner / "a.json", inner / "b.json"]
    assert "outer_of_plugin" not in sys.modules
    with pytest.raises(ValueError, match="no package outer_of_plugin.other"):
        files_of(EntryPoint("mine", "outer_of_plugin.other", "any"))


def test_what_is_not_installed_is_told() -> None:
    with pytest.raises(ValueError, match="no package no_such_package"):
        files_of(EntryPoint("mine", "no_such_package", "any"))
