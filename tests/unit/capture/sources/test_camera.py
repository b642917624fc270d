import pytest

from capture.health import SourceUnavailableError
from capture.sources.camera import CameraSettings, CameraSource
from storage.topics import CAMERA
from tests.unit.capture.surroundings import Around


def test_a_camera_that_is_not_there_keeps_nothing(around: Around) -> None:
    source = CameraSource(CameraSettings(device="/nowhere/film.avi"))
    with pytest.raises(SourceUnavailableError, match=r"film\.avi is not there"):
        source.run(around.context())
    assert around.events(CAMERA) == []


def test_it_is_off_until_its_owner_turns_it_on() -> None:
    assert not CameraSettings().enabled
