"""Objects in camera pictures: which of those plainly to be seen on photographs are found, and what is named wrongly.

Each photograph also darkened, mirrored and at half its size, as cameras see things. The reference is what the same
network finds of them in the photograph as it is.
"""

from collections.abc import Iterator

import numpy as np

from processing.models.catalog import Catalog
from processing.models.yolo import Picture, Yolo
from processing.processors.objects import Objects
from tests.data.photographs import photograph

SEEN = {
    "astronaut.png": {"person"},
    "camera.png": {"person"},
    "coffee.png": {"cup", "dining table"},
    "chelsea.png": {"cat"},
    "motorcycle_left.png": {"motorcycle"},
    "motorcycle_right.png": {"motorcycle"},
}


def figures() -> list[dict[str, object]]:
    """Return `detect.recall` and `detect.precision`."""
    yolo = Yolo.load(Catalog().find("objects", Objects().model).path)
    found = wrong = there = found_plain = there_plain = 0
    for name, wanted in SEEN.items():
        plain = photograph(name)
        for number, picture in enumerate(_variants(plain)):
            labels = {one.label for one in yolo.detect(picture, Objects().min_score)}
            found, there, wrong = found + len(labels & wanted), there + len(wanted), wrong + len(labels - wanted)
            if number == 0:
                found_plain, there_plain = found_plain + len(labels & wanted), there_plain + len(wanted)
    recall, plain_recall = found / there, found_plain / there_plain
    precision = found / max(1, found + wrong)
    return [
        _figure("detect.recall", recall, "share of objects found", plain_recall, there),
        _figure("detect.precision", precision, "share of names that are right", 1.0, found + wrong),
    ]


def _variants(picture: Picture) -> Iterator[Picture]:
    yield picture
    yield np.ascontiguousarray(picture[:, ::-1])
    yield (picture * 0.5).astype(np.uint8)
    yield np.ascontiguousarray(picture[::2, ::2])


def _figure(name: str, value: float, unit: str, reference: float, samples: int) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 4),
        "unit": unit,
        "reference": round(reference, 4),
        "ratio": round(value / reference, 3),
        "samples": samples,
    }
