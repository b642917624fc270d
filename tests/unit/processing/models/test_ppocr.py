from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.ppocr import Picture, PpOcr
from processing.processor import ModelUnavailableError
from tests.data.observed import page


@pytest.fixture(scope="module", params=["pp-ocrv6-tiny", "pp-ocrv6-small"])
def reader(request: pytest.FixtureRequest) -> PpOcr:
    return PpOcr.load(Catalog().find("ocr", request.param).path)


def blue_first(lines: list[str], *, dark: bool = False) -> Picture:
    return np.ascontiguousarray(np.asarray(page(lines, dark=dark))[:, :, ::-1])


@pytest.mark.parametrize("dark", [False, True])
def test_finds_and_reads_lines(reader: PpOcr, dark: bool) -> None:
    picture = blue_first(["Harbour office", "Invoice number 4711"], dark=dark)

    quads = reader.detect(picture, 1.0)
    read = [reader.recognise(reader.crop(picture, quad)) for quad in quads]

    assert sorted(text for text, _ in read) == ["Harbour office", "Invoice number 4711"]
    assert all(score > 0.8 for _, score in read)
    assert abs(quads[0][:, 0].min() - 40) < 12


def test_an_empty_picture_has_no_text(reader: PpOcr) -> None:
    assert reader.detect(blue_first([]), 0.5) == []


def test_a_folder_without_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"no \*det\*\.onnx"):
        PpOcr.load(tmp_path)
