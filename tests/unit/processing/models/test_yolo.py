from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.yolo import COCO, Yolo, best, letterbox, names_of, overlap, ultralytics_boxes
from processing.processor import ModelUnavailableError
from tests.data.photographs import photograph
from tests.data.tiny_onnx import detector


@pytest.fixture(scope="module")
def yolo() -> Yolo:
    return Yolo.load(Catalog().find("objects", "yolox-nano").path)


def test_a_person_is_found_where_she_is(yolo: Yolo) -> None:
    (found,) = yolo.detect(photograph("astronaut.png"), 0.5)

    assert found.label == "person"
    assert found.score > 0.8
    assert overlap(np.array([found.left, found.top, found.right, found.bottom]), np.array([20, 15, 370, 511])) > 0.8


def test_nothing_is_found_in_grey(yolo: Yolo) -> None:
    assert yolo.detect(np.full((480, 640, 3), 128, np.uint8), 0.5) == []


def test_a_picture_is_fitted_whole_into_a_square() -> None:
    square, scale = letterbox(np.zeros((100, 200, 3), np.uint8), 416)

    assert square.shape == (416, 416, 3)
    assert scale == pytest.approx(2.08)
    assert square[:208].max() == 0
    assert square[208:].min() == 114


def test_boxes_that_show_the_same_again_are_left_out_and_other_classes_kept() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 1, 10, 10], [1, 1, 10, 10], [50, 50, 60, 60]], np.float32)
    scores, classes = np.array([0.8, 0.9, 0.7, 0.2], np.float32), np.array([0, 0, 1, 0])

    assert best(boxes, scores, classes, 0.5) == [1, 2]


def test_the_layouts_of_ultralytics_are_decoded() -> None:
    columns = np.array([[50.0], [40.0], [20.0], [10.0], [0.1], [0.9]], np.float32)
    rows = np.array([[40.0, 35.0, 60.0, 45.0, 0.9, 1.0]], np.float32)
    columns = np.repeat(columns, 8, axis=1)

    for raw in (columns, rows):
        boxes, scores, classes = ultralytics_boxes(raw)
        assert boxes[0].tolist() == [40.0, 35.0, 60.0, 45.0]
        assert (round(float(scores[0]), 3), int(classes[0])) == (0.9, 1)


def test_classes_come_from_the_metadata() -> None:
    assert names_of({"names": "{0: 'mug', 1: 'lamp'}"}) == ("mug", "lamp")
    assert names_of({"names": "['mug']"}) == ("mug",)
    assert names_of({}) == ()
    assert names_of({"names": "__import__('os')"}) == ()
    assert len(COCO) == 80


def test_a_folder_without_detector_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="yolo"):
        Yolo.load(tmp_path)


def test_an_ultralytics_export_of_ones_own_is_used_by_path_with_its_classes(tmp_path: Path) -> None:
    boxes = np.array([[32, 16, 32, 16, 0.1, 0.9], [34, 17, 32, 16, 0.1, 0.7], [8, 8, 4, 4, 0.2, 0.3]], np.float32)
    path = detector(tmp_path / "mugs.onnx", ("lamp", "mug"), boxes)

    (found,) = Yolo.load(Catalog().find("objects", str(path)).path).detect(np.zeros((128, 128, 3), np.uint8), 0.5)

    assert (found.label, round(found.score, 2)) == ("mug", 0.9)
    assert (found.left, found.top, found.right, found.bottom) == (32, 16, 96, 48)  # twice as large as the model's


def test_a_yolox_export_of_ones_own_may_lie_in_a_folder(tmp_path: Path) -> None:
    shipped = Catalog().find("objects", "yolox-nano").path / "yolox_nano_coco_416.onnx"
    (tmp_path / "my_yolox.onnx").write_bytes(shipped.read_bytes())
    names = [
        one.label
        for one in Yolo.load(Catalog().find("objects", str(tmp_path)).path).detect(photograph("astronaut.png"), 0.5)
    ]
    assert names == ["person"]
    (tmp_path / "my_yolox.onnx").unlink()
    with pytest.raises(ModelUnavailableError):
        Yolo.load(tmp_path)
