from pathlib import Path

import pytest
from PIL import Image

from app.demo import show as scene


@pytest.mark.slow
def test_shows_what_was_captured_and_found(
    home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert scene.show(home_folder / "shown") == 0
    told = capsys.readouterr()
    assert "There is no display here" in told.out
    assert "XTerm — Workshop" in told.out
    assert "copper kettle" in told.out
    assert "apple trees" in told.out
    assert str(home_folder / "shown") in told.out
    assert told.err == ""
    with Image.open(tmp_path / "build/run/timeline.png") as picture:
        assert picture.size == (1600, 900)
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 500


def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert scene.show() == 1
    assert "packaging/bootstrap.sh demo" in capsys.readouterr().err
