"""How the owner learns that something cannot be read: one sentence and an exit code, no traceback."""

import pytest

from app.cli import main as program
from capture.importers.errors import ImportFormatError


def test_it_reaches_the_owner_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise ImportFormatError("Line 3 of diary.csv has no time.")

    monkeypatch.setattr(program, "cli", refuse)
    monkeypatch.setattr(program.os, "umask", lambda _: 0)

    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == "daytrail: Line 3 of diary.csv has no time.\n"


def test_it_is_an_error_of_the_file_and_not_of_the_computer() -> None:
    assert not issubclass(ImportFormatError, OSError | ValueError), "a caller that catches those must not swallow it"
