import hashlib
import threading
from pathlib import Path

import pytest

from processing.installing import Installer
from processing.models.catalog import Catalog, KnownModel, ModelCorruptError, ModelMissingError
from processing.processor import ModelUnavailableError

NEVER = threading.Event()


def own(**files: str) -> KnownModel:
    return KnownModel(
        "mine", "Mine", "ocr", "1", "MIT", 0, "", {name.replace("_", "."): sum_ for name, sum_ in files.items()}
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "det.onnx").write_bytes(b"finds")
    (folder / "rec.onnx").write_bytes(b"reads")
    return folder


def install(root: Path, model: KnownModel, source: Path | str) -> KnownModel:
    return Installer(root).install(model, str(source), lambda name, have, total: None, NEVER)


def test_a_fetched_model_is_found_by_name_and_verified(tmp_path: Path, shelf: Path) -> None:
    root = tmp_path / "models"

    done = install(root, own(det_onnx="", rec_onnx=""), shelf)

    assert done.size_bytes == 10
    catalog = Catalog((), installed=root)
    found = catalog.find("ocr", "mine")
    assert (found.name, found.path) == ("mine", root / "mine")
    (root / "mine" / "rec.onnx").write_bytes(b"r3ads")
    with pytest.raises(ModelCorruptError, match="rec.onnx"):
        Catalog((), installed=root).find("ocr", "mine")


def test_what_is_there_and_right_is_not_fetched_again(tmp_path: Path, shelf: Path) -> None:
    root = tmp_path / "models"
    done = install(root, own(det_onnx="", rec_onnx=""), shelf)
    (shelf / "det.onnx").unlink()
    (root / "mine" / "rec.onnx").write_bytes(b"damaged")

    install(root, done, shelf)

    assert (root / "mine" / "rec.onnx").read_bytes() == b"reads"


def test_a_removed_model_is_gone(tmp_path: Path, shelf: Path) -> None:
    root = tmp_path / "models"
    install(root, own(det_onnx=""), shelf)

    assert Installer(root).remove("mine")

    assert not Installer(root).remove("mine")
    with pytest.raises(ModelMissingError):
        Catalog((), installed=root).find("ocr", "mine")


def test_a_shipped_model_can_be_fetched_from_its_place(tmp_path: Path) -> None:
    shipped = next(model for model in Catalog().models if model.name == "pp-ocrv6-tiny")

    install(tmp_path, shipped, shipped.source)

    assert Catalog(installed=tmp_path).find("ocr", "pp-ocrv6-tiny").path == tmp_path / "pp-ocrv6-tiny"


@pytest.mark.parametrize("name", ["../up", "", ".hidden", "a/b"])
def test_names_that_would_leave_the_folder_are_refused(tmp_path: Path, shelf: Path, name: str) -> None:
    model = KnownModel(name, "", "ocr", "1", "MIT", 0, "", {"det.onnx": ""})
    with pytest.raises(ModelUnavailableError):
        install(tmp_path / "models", model, shelf)
    assert not Installer(tmp_path / "models").remove(name)


def test_without_https_a_checksum_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="SHA-256"):
        install(tmp_path, own(det_onnx=""), "http://127.0.0.1:9/models")


def test_a_description_that_cannot_be_read_is_left_out(tmp_path: Path, shelf: Path) -> None:
    install(tmp_path, own(det_onnx=""), shelf)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "model.toml").write_text("name = ")

    assert [model.name for model in Catalog((), installed=tmp_path).models] == ["mine"]


def test_pieces_of_packages_are_joined_and_the_whole_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, piece in enumerate((b"fin", b"ds"), 1):
        (tmp_path / f"carrier{number}").mkdir()
        (tmp_path / f"carrier{number}" / "__init__.py").write_text("raise RuntimeError('its code must not run')")
        (tmp_path / f"carrier{number}" / f"det.part{number}").write_bytes(piece)
    (tmp_path / "carrier2" / "rec.onnx").write_bytes(b"reads")
    monkeypatch.syspath_prepend(tmp_path)
    pieces = {"det.onnx": ["package:carrier1/det.part1", "package:carrier2/det.part2"]}
    files = {"det.onnx": hashlib.sha256(b"finds").hexdigest(), "rec.onnx": ""}
    shipped = KnownModel("big", "Big", "ocr", "1", "MIT", 10, "package:carrier2", files, "carrier==1", pieces=pieces)
    root = tmp_path / "models"
    (problem,) = [Catalog((shipped,), installed=root).problem(shipped)]
    assert problem.startswith("The model “big” lacks det.onnx. Install carrier==1, then fetch it with `daytrail models")

    install(root, shipped, shipped.source)

    assert (root / "big" / "det.onnx").read_bytes() == b"finds"
    assert Catalog((shipped,), installed=root).find("ocr", "big").path == root / "big"
    (tmp_path / "carrier1" / "det.part1").write_bytes(b"fim")
    (root / "big" / "det.onnx").unlink()
    with pytest.raises(ModelUnavailableError, match="not what it should be"):
        install(root, shipped, shipped.source)
    (tmp_path / "carrier1" / "det.part1").unlink()
    with pytest.raises(ModelUnavailableError, match="cannot be read"):
        install(root, shipped, shipped.source)


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    shipped = KnownModel("big", "Big", "ocr", "1", "MIT", 10, "package:no_such_carrier", {"a": ""}, "carrier==1")
    with pytest.raises(ModelUnavailableError, match="Install carrier==1 first"):
        install(tmp_path, shipped, shipped.source)
