import pytest

from storage.lifecycle import packing
from storage.lifecycle.forget import ForgetRequest
from storage.lifecycle.packing import PACKING_GROUP, Packer
from storage.lifecycle.verify import verify
from storage.sqlite.checks import SqliteChecks
from storage.topics import CAMERA, SCREEN
from tests.unit.storage.objects.pictures import draw_screens, likeness_db

DAY_MIN = 24 * 60
PICTURES = draw_screens(8)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_ENOUGH", 6)


@pytest.fixture
def packer(life, clock) -> Packer:
    return Packer(life.storage.log, life.media, life.references, clock, lambda: ("ocr",))


def frames(life, *, day: int = 0, count: int = 8):
    """A morning in front of the screen, without thumbnails and texts."""
    found = []
    for minute, picture in enumerate(PICTURES[:count]):
        address = life.media.put(picture, "image/webp")
        data = {"display": 0, "width": 321, "height": 201, "trigger": "change"}
        found.append(life.event(SCREEN, day * DAY_MIN + minute, media=address, data=data))
        life.append(found[-1])
    return found


def test_old_pictures_are_packed_once_and_look_the_same(life, packer) -> None:
    events = frames(life)
    before = life.media.size_bytes()
    packed = packer.run(7)
    assert packed.pictures == 8
    assert life.media.size_bytes() == before - packed.freed_bytes
    assert all(
        likeness_db(life.media.get(one.media), picture) > 33 for one, picture in zip(events, PICTURES, strict=True)
    )
    assert packer.run(7).pictures == 0
    assert life.storage.log.lag(PACKING_GROUP).entries == 0


def test_fresh_pictures_stay_as_they_are(life, packer) -> None:
    frames(life, day=5)
    assert packer.run(7).pictures == 0
    assert packer.run(0).pictures == 0
    assert packer.run(3).pictures == 8


def test_what_is_not_read_yet_is_not_packed(life, packer) -> None:
    life.storage.log.subscribe("ocr", (SCREEN,))
    frames(life)
    assert packer.run(7).pictures == 0
    life.storage.log.commit("ocr", life.storage.log.head())
    assert packer.run(7).pictures == 8


def test_each_display_and_camera_has_its_own_segments(life, packer) -> None:
    for minute, picture in enumerate(PICTURES):
        screen, camera = (
            life.media.put(picture, "image/webp"),
            life.media.put(draw_screens(1, first=50 + minute)[0], "image/webp"),
        )
        data = {"display": 0, "width": 321, "height": 201, "trigger": "change"}
        life.append(
            life.event(SCREEN, minute, media=screen, data=data),
        )
        life.append(
            life.event(CAMERA, minute, media=camera, data={"camera": "desk", "width": 321, "height": 201}),
        )
    assert packer.run(7).pictures == 16
    assert len(list((life.home / "media").rglob("*.stills.mkv"))) == 2


def test_being_cut_off_loses_nothing(life, packer) -> None:
    events = frames(life)
    assert packer.run(7, cancelled=lambda: True).pictures == 0
    assert all(life.media.get(event.media) for event in events)
    assert packer.run(7).pictures == 8


def test_verify_backup_and_search_know_packed_pictures(life, packer, clock) -> None:
    frames(life)
    packer.run(7)
    checks = SqliteChecks(life.storage.path, life.storage.writer, life.storage.readers)
    life.indexer.catch_up()
    found = verify(checks, life.media, life.references)
    assert found.ok
    assert found.unreferenced == ()


def test_a_forgotten_picture_leaves_the_video_and_the_others_stay(life, packer, forgetter) -> None:
    events = frames(life)
    packer.run(7)
    [segment] = (life.home / "media").rglob("*.stills.mkv")
    receipt = forgetter.forget(ForgetRequest(uids=(events[3].uid,)))
    assert receipt.media_files == 1
    assert not segment.exists()
    assert events[3].media.encode() not in life.raw()
    left = set(life.media.addresses())
    assert left == {event.media for event in events if event != events[3]}
    assert all(likeness_db(life.media.get(events[n].media), PICTURES[n]) > 33 for n in (2, 4, 7))
