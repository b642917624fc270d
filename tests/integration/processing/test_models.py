import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from processing.health import ProcessorState
from processing.models.catalog import Catalog, KnownModel, known_models
from processing.pipeline import Pipeline
from processing.settings import OcrSettings, ProcessingSettings
from resources.locate import resource
from storage.topics import SCREEN_TEXT, THUMBNAIL
from tests.data.observed import Place, page, until

MakePipeline = Callable[..., Pipeline]
NEVER = threading.Event()


def ocr_health(one: Pipeline) -> tuple[ProcessorState, str, int]:
    (health,) = (health for health in one.health() if health.name == "ocr")
    return health.state, health.cause, health.backlog


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Catalog, Path]:
    """The shipped models, those for text in a package of their own that can be tampered with."""
    folder = tmp_path / "carried_weights" / "ocr"
    folder.mkdir(parents=True)
    (tmp_path / "carried_weights" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    def moved(model: KnownModel) -> KnownModel:
        if model.name != "pp-ocrv6-tiny":
            return model
        for name in model.files:
            shutil.copy(resource("models", name), folder / name)
        return replace(model, source="package:carried_weights/ocr", package="carried-weights==1")

    return Catalog(tuple(moved(model) for model in known_models())), folder


@pytest.mark.parametrize("harm", ["corrupt", "missing"])
def test_a_bad_model_disables_its_processor_with_a_clear_cause_and_heals(
    place: Place,
    make_pipeline: MakePipeline,
    carried: tuple[Catalog, Path],
    harm: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("processing.family.RETRY_S", 0.2)
    catalog, folder = carried
    victim = folder / "PP-OCRv6_rec_tiny.onnx"
    whole = victim.read_bytes()
    victim.unlink()
    if harm == "corrupt":
        victim.write_bytes(whole[:1000] + b"?" + whole[1001:])
    place.frame(page(["Harbour office"]))
    one = make_pipeline(catalog=catalog)

    assert not one.drain(lambda healths: None, NEVER)

    state, cause, backlog = ocr_health(one)
    assert state is ProcessorState.UNAVAILABLE
    assert "PP-OCRv6_rec_tiny.onnx" in cause
    assert "carried-weights==1" in cause
    assert backlog == 1
    assert len(place.events(THUMBNAIL)) == 1, "the others went on"  # type: ignore[attr-defined]
    victim.write_bytes(whole)
    until(lambda: len(place.events(SCREEN_TEXT)) == 1)  # type: ignore[attr-defined]


def test_a_file_that_is_no_model_disables_it_too(place: Place, make_pipeline: MakePipeline, tmp_path: Path) -> None:
    for name in ("det.onnx", "rec.onnx"):
        (tmp_path / name).write_bytes(b"not a model")
    place.frame(page(["Harbour office"]))
    one = make_pipeline(ProcessingSettings(ocr=OcrSettings(model=str(tmp_path))))

    assert not one.drain(lambda healths: None, NEVER)

    state, cause, backlog = ocr_health(one)
    assert state is ProcessorState.UNAVAILABLE
    assert str(tmp_path) in cause
    assert backlog == 1
    assert place.log.dead_letters() == ()


def test_another_model_by_name_gives_other_results_beside_the_old(place: Place, make_pipeline: MakePipeline) -> None:
    place.frame(page(["Harbour office"]))
    one = make_pipeline()
    assert one.drain(lambda healths: None, NEVER)

    one.apply(ProcessingSettings(ocr=OcrSettings(model="pp-ocrv6-small")))
    place.log.seek("processor.ocr", 0)
    assert one.drain(lambda healths: None, NEVER)

    models = [event.data["provenance"]["model"] for event in place.events(SCREEN_TEXT)]  # type: ignore[attr-defined]
    assert sorted(models) == ["pp-ocrv6-small@6", "pp-ocrv6-tiny@6"]
