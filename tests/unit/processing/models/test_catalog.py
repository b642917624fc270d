import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pytest
from onnx_asr.models.nemo import NemoConformerTdt

from processing.models import parakeet
from processing.models.catalog import Catalog, KnownModel, ModelCorruptError, ModelMissingError, check_all, known_models
from resources.locate import resource

TASKS = {"vad", "transcription", "ocr"}


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """A copy of a shipped model as if a package carried it."""
    folder = tmp_path / "carrier" / "weights"
    folder.mkdir(parents=True)
    (tmp_path / "carrier" / "__init__.py").write_text("raise RuntimeError('its code must not run')")
    shipped = next(one for one in known_models() if one.name == "pp-ocrv6-tiny")
    for name in shipped.files:
        shutil.copy(resource("models", name), folder / name)
    monkeypatch.syspath_prepend(tmp_path)
    return replace(shipped, source="package:carrier/weights", package="carrier==1")


def test_every_task_has_a_default_that_works_out_of_the_box() -> None:
    problems = {one.model.name: one.problem for one in check_all() if one.model.default}

    assert set(problems.values()) == {""}
    assert {one.task for one in known_models() if one.default} >= TASKS


def test_every_model_says_where_it_comes_from_and_under_which_licence() -> None:
    for model in known_models():
        assert model.licence, model.name
        assert model.files, model.name
        assert model.size_bytes > 0, model.name


def test_sizes_are_true() -> None:
    catalog = Catalog()
    for model in catalog.models:
        if not catalog.problem(model, verify=False):
            folder = catalog.find(model.task, model.name).path
            assert sum((folder / name).stat().st_size for name in model.files) == model.size_bytes, model.name


def test_a_name_is_found_without_running_the_package(model: KnownModel) -> None:
    found = Catalog((model,)).find("ocr", "pp-ocrv6-tiny")

    assert found.path.name == "weights"
    assert (found.name, found.version, found.task) == ("pp-ocrv6-tiny", "6", "ocr")


def test_a_damaged_file_is_named_with_what_to_do(model: KnownModel) -> None:
    catalog = Catalog((model,))
    file = catalog.find("ocr", model.name).path / "PP-OCRv6_det_tiny.onnx"
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(1, 1))

    with pytest.raises(ModelCorruptError, match=r"PP-OCRv6_det_tiny.*Install the package carrier==1 again"):
        catalog.find("ocr", model.name)
    assert "damaged" in catalog.problem(model)


def test_an_absent_file_is_named_with_what_to_do(model: KnownModel) -> None:
    catalog = Catalog((model,))
    (catalog.find("ocr", model.name).path / "PP-OCRv6_rec_tiny.onnx").unlink()

    with pytest.raises(ModelMissingError, match=r"lacks PP-OCRv6_rec_tiny.onnx.*carrier==1"):
        catalog.find("ocr", model.name)


def test_an_absent_package_is_told(model: KnownModel) -> None:
    gone = replace(model, source="package:no_such_carrier/weights", package="no-such-carrier")

    with pytest.raises(ModelMissingError, match="Install the package no-such-carrier"):
        Catalog((gone,)).find("ocr", model.name)


def test_a_path_will_do_and_its_version_follows_its_content(model: KnownModel) -> None:
    catalog = Catalog((model,))
    folder = catalog.find("ocr", model.name).path

    first = catalog.find("ocr", str(folder))
    (folder / "dictionary.txt").write_text("abc")
    second = catalog.find("ocr", str(folder))

    assert first.path == folder
    assert first.name == "weights"
    assert first.version != second.version
    assert catalog.find("ocr", str(folder / "dictionary.txt")).name == "dictionary.txt"


def test_an_unknown_name_lists_the_choice() -> None:
    with pytest.raises(ModelMissingError, match="tiny.en"):
        Catalog().find("transcription", "gigantic")


def test_a_model_for_another_task_is_not_taken() -> None:
    with pytest.raises(ModelMissingError):
        Catalog().find("vad", "tiny.en")


def test_what_is_fetched_from_elsewhere_is_pinned_vouched_for_and_marked_as_not_proven() -> None:
    fetched = [model for model in known_models() if "://" in model.source]

    assert {model.name for model in fetched} == {"small", "parakeet-tdt-0.6b-v3", "minilm-multilingual"}
    for model in fetched:
        assert re.fullmatch(r"https://[^/]+/[^/]+/[^/]+/resolve/[0-9a-f]{40}", model.source), "a revision never changes"
        assert model.vouched
        assert all(re.fullmatch("[0-9a-f]{64}", sum_) for sum_ in model.files.values())
        assert "never fetched" in model.note


def test_parakeets_configuration_is_the_one_that_its_adapter_loads() -> None:
    (model,) = (one for one in known_models() if one.name.startswith("parakeet"))
    published = {"model_type": parakeet._KIND, "features_size": 128, "subsampling_factor": 8}

    assert hashlib.sha256(json.dumps(published, indent=4).encode()).hexdigest() == model.files["config.json"]
    for kind in NemoConformerTdt._get_model_files("int8").values():
        assert any(fnmatch(name, kind) for name in model.files), "onnx-asr looks for it under this name"
