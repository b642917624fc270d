import pytest

from storage.lifecycle.retention import Layer, Policy, Retention, layer_of
from storage.media import Still
from storage.topics import SCREEN
from tests.unit.storage.objects.pictures import draw_screens

DAY_MIN = 24 * 60


@pytest.fixture
def retention(life, clock) -> Retention:
    return Retention(
        life.storage.log, life.storage.store, life.media, life.references, clock, lambda: 1_000, lambda: ("ocr", "gone")
    )


def kinds(life) -> list[str]:
    return sorted(life.media.info(address).kind.partition("/")[0] for address in life.media.addresses())


def test_old_pictures_go_and_their_texts_stay(life, retention) -> None:
    life.frame(0, "old page")
    life.speech(1, "old words")
    life.frame(8 * DAY_MIN, "new page")
    expired = retention.apply(Policy(picture_days=7))
    assert expired.files == {"pictures": 2, "sound": 0}
    assert expired.freed_bytes == len("old page") + len("small old page")
    assert kinds(life) == ["audio", "image", "image"]
    assert life.texts() == {"old page", "old words", "new page"}


def test_sound_has_a_time_of_its_own(life, retention) -> None:
    life.frame(0, "page")
    life.speech(1, "words")
    assert retention.apply(Policy(audio_days=7)).files == {"pictures": 0, "sound": 1}
    assert kinds(life) == ["image", "image"]


def test_a_picture_seen_again_lately_stays(life, retention) -> None:
    life.frame(0, "first", picture=b"wallpaper")
    life.frame(9 * DAY_MIN, "again", picture=b"wallpaper")
    assert retention.apply(Policy(picture_days=7)).total == 0
    assert kinds(life) == ["image", "image"]


def test_beyond_the_budget_the_oldest_pictures_go_first_then_sound(life, retention) -> None:
    for day in range(4):
        life.frame(day * DAY_MIN, f"page {day}", picture=b"%d" % day * 100)
        life.speech(day * DAY_MIN + 1, f"words {day}")
    everything = retention.used_bytes()
    assert retention.apply(Policy(budget_bytes=everything)).total == 0
    some = retention.apply(Policy(budget_bytes=everything - 150))
    assert some.files == {"pictures": 2, "sound": 0}
    life.media.info(life.written[5].media)  # the picture of the second day is still there
    rest = retention.apply(Policy(budget_bytes=1_010))
    assert rest.files == {"pictures": 6, "sound": 4}
    assert retention.used_bytes() == 1_000


def test_without_limits_nothing_goes(life, retention) -> None:
    life.frame(0, "page")
    assert retention.apply(Policy()).total == 0


def test_what_expired_is_not_missed_by_verify(life, retention) -> None:
    life.frame(0, "page")
    retention.apply(Policy(picture_days=1))
    assert life.media.verify(life.references.media_addresses()).ok


def test_it_can_be_cut_off_and_done_again(life, retention) -> None:
    for minute in range(5):
        life.frame(minute, f"page {minute}")
    asked = iter([False, False, True])
    first = retention.apply(Policy(picture_days=1), cancelled=lambda: next(asked, True))
    second = retention.apply(Policy(picture_days=1))
    assert (first.total, second.total) == (2, 8)
    assert life.media.verify(life.references.media_addresses()).ok


def test_what_no_processor_has_worked_on_stays(life, retention) -> None:
    life.storage.log.subscribe("ocr", (SCREEN,))
    life.storage.log.subscribe("other", (SCREEN,))  # nobody asks for it
    [first, *_] = life.frame(0, "read")
    offset = life.storage.log.head()
    [second, *_] = life.frame(1, "not read yet")
    life.storage.log.commit("ocr", offset)
    expired = retention.apply(Policy(picture_days=1))
    assert (expired.files["pictures"], expired.waiting) == (3, 1)  # both thumbnails are no work for it
    assert list(life.media.addresses()) == [second.media]
    life.storage.log.commit("ocr", life.storage.log.head())
    assert retention.apply(Policy(budget_bytes=1)).files["pictures"] == 1
    assert first.media not in set(life.media.addresses())


def test_what_a_processor_will_try_again_stays_and_what_it_gave_up_goes(life, retention) -> None:
    life.storage.log.subscribe("ocr", (SCREEN,))
    [frame, *_] = life.frame(0, "hard to read")
    life.storage.log.fail("ocr", frame.uid, "a cause", "")
    life.storage.log.commit("ocr", life.storage.log.head())
    assert retention.apply(Policy(picture_days=1)).waiting == 1
    life.storage.log.fail("ocr", frame.uid, "a cause", "", poison=True)
    assert retention.apply(Policy(picture_days=1)).waiting == 0
    assert list(life.media.addresses()) == []


def test_texts_and_other_results_have_an_age_of_their_own(life, retention) -> None:
    life.frame(0, "old page")
    life.speech(1, "old words")
    life.focus(2, "gedit", "old window")
    life.frame(8 * DAY_MIN, "new page")
    expired = retention.apply(Policy(text_days=7))
    assert expired.events == {"text": 2, "derived": 0}
    assert life.texts() == {"new page", "old window"}
    assert kinds(life) == ["audio", "image", "image", "image", "image"]
    assert retention.apply(Policy(derived_days=7)).events == {"text": 0, "derived": 1}
    assert kinds(life) == ["audio", "image", "image", "image"]  # the old thumbnail went with its event
    assert life.texts() == {"new page", "old window"}
    assert life.media.verify(life.references.media_addresses()).ok


def test_a_deleted_text_is_in_no_file_any_more(life, retention) -> None:
    life.frame(0, "a page about zanzibar", picture=b"pixels")
    life.indexer.catch_up()
    retention.apply(Policy(text_days=1))
    life.references.scrub()
    assert b"zanzibar" not in life.raw()


def test_packed_pictures_go_when_the_youngest_of_their_segment_is_due(life, retention) -> None:
    pictures = draw_screens(8)
    days = [0, 0, 0, 0, 0, 6, 6, 6]
    frames = [
        life.frame(day * DAY_MIN + minute, f"page {minute}", picture=picture)[0]
        for minute, (day, picture) in enumerate(zip(days, pictures, strict=True))
    ]
    stills = [Still(frame.media, frame.start_us) for frame in frames]
    assert life.media.pack(stills[:4]).pictures == 4
    assert life.media.pack(stills[4:]).pictures == 4
    retention.apply(Policy(picture_days=7))
    left = set(life.media.addresses())
    assert [frame.media in left for frame in frames] == [False] * 4 + [True] * 4
    retention.apply(Policy(picture_days=3))
    assert not left & {frame.media for frame in frames} & set(life.media.addresses())
    assert list((life.home / "media").rglob("*.stills.mkv")) == []
    assert life.media.verify(life.references.media_addresses()).ok


def test_a_picture_let_go_and_seen_again_is_kept_like_any_other(life, retention, clock) -> None:
    life.frame(0, "desktop", picture=b"wallpaper")
    retention.apply(Policy(picture_days=7))
    [again, *_] = life.frame(9 * DAY_MIN, "desktop once more", picture=b"wallpaper")
    life.storage.folder.fold()
    assert again.media in set(life.references.media_addresses())
    clock.us += 8 * DAY_MIN * 60_000_000
    retention.apply(Policy(picture_days=7))
    assert again.media not in set(life.media.addresses())


def test_bytes_already_gone_are_no_obstacle(life, retention) -> None:
    [frame, *_] = life.frame(0, "page")
    life.media.delete(frame.media)
    assert retention.apply(Policy(picture_days=1)).total == 1


@pytest.mark.parametrize(
    ("kind", "layer"),
    [
        ("image/webp", Layer.PICTURES),
        ("video/mp4", Layer.PICTURES),
        ("audio/flac", Layer.SOUND),
        ("application/pdf", None),
    ],
)
def test_layers_follow_the_kind(kind: str, layer: Layer | None) -> None:
    assert layer_of(kind) is layer
