import pytest

from storage.lifecycle.retention import Layer, Policy, Retention, layer_of

DAY_MIN = 24 * 60


@pytest.fixture
def retention(life, clock) -> Retention:
    return Retention(life.media, life.references, clock, lambda: 1_000)


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
