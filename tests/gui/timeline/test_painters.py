"""What the lane painters put on the screen: the right colour at the right place."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.timeline.captions import TimedTexts
from app.timeline.colours import colour_of, contrast
from app.timeline.details import Caption, Details, FoundBox, Word
from app.timeline.lanes import LANES, Lane, LaneKind
from app.timeline.sheets import Piece, Sheet, Window
from app.timeline.viewport import Viewport
from app.timeline.zone import NamedZone
from app.ui.theme import DARK, LIGHT, Theme
from app.ui.timeline.ink import Ink
from app.ui.timeline.painters.coverage import state_colour
from app.ui.timeline.painters.registry import lane_painters
from app.ui.timeline.painters.scene import Scene, faded, pixel
from app.ui.timeline.thumbnails import Wanted
from storage.store import LaneTile
from tests.unit.app.timeline.tiles import tile

WIDTH = 1_000
VIEW = Viewport(0, 1_000_000_000, WIDTH)
HEIGHT = 80


class Pictures:
    """One green picture for everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def image(self, wanted: Wanted) -> QImage:
        self.asked.append(wanted.address)
        image = QImage(96, 54, QImage.Format.Format_RGB32)
        image.fill(QColor("#00ff00"))
        return image


def lane(kind: LaneKind) -> Lane:
    return next(each for each in LANES if each.kind is kind)


def paint(
    kind: LaneKind,
    shown: LaneTile,
    *,
    theme: Theme = DARK,
    details: Details | None = None,
    others: Sequence[LaneTile] = (),
    lit: int = 0,
    pictures: Pictures | None = None,
) -> QImage:
    tiles = {each.lane: each for each in (shown, *others)}
    sheet = Sheet(Window(0, 0, VIEW.span_us), tiles, 0, details or Details())
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.window))
    ink = Ink(theme, QFont("DejaVu Sans"))
    scene = Scene(VIEW, VIEW, VIEW.end_us, NamedZone(ZoneInfo("UTC")), ink, pictures or Pictures(), lit)
    painter = QPainter(image)
    lane_painters()[kind].paint(
        painter, QRect(0, 0, WIDTH, HEIGHT), scene, replace(lane(kind), name=shown.lane), [Piece(sheet, 0, VIEW.end_us)]
    )
    painter.end()
    return image


def column(image: QImage, x: int) -> set[str]:
    return {image.pixelColor(x, y).name() for y in range(HEIGHT)}


pytestmark = pytest.mark.usefixtures("qapp")


def test_applications_have_their_colour_where_they_were_in_front(qtbot: QtBot) -> None:
    spans = tile([(0, 400_000_000, "Firefox"), (600_000_000, 900_000_000, "Code")])
    image = paint(LaneKind.SPANS, spans)
    assert colour_of("Firefox") in column(image, 300)
    assert colour_of("Code") in column(image, 800)
    assert column(image, 500) == {DARK.window}


def test_a_window_of_a_second_is_seen_in_a_quarter_of_an_hour() -> None:
    image = paint(LaneKind.SPANS, tile([(500_000_000, 500_400_000, "Code")]))
    assert colour_of("Code") in column(image, 500)


def test_titles_are_written_where_they_fit() -> None:
    spans = tile([(0, 500_000_000, "Code")])
    title = Details(titles=(Caption(0, 500_000_000, "viewport.py", "Code"),))
    without, written = paint(LaneKind.SPANS, spans), paint(LaneKind.SPANS, spans, details=title)
    assert without != written


def test_a_bucket_little_of_which_was_covered_is_fainter() -> None:
    rows = [(0, 500_000_000, "Code"), (500_000_000, 1_000_000_000, "Code")]
    image = paint(LaneKind.SPANS, tile(rows, bucket_us=500_000_000, busy_us=[500_000_000, 20_000_000]))
    full, faint = image.pixelColor(250, 38), image.pixelColor(750, 38)
    assert full.blue() > faint.blue() + 40


def test_pictures_stand_where_they_were_taken_and_do_not_overlap() -> None:
    pictures = Pictures()
    shots = tile(
        [(at * 10_000_000, at * 10_000_000, None) for at in range(100)],
        lane="screen",
        media=[f"m{n}" for n in range(100)],
    )
    image = paint(LaneKind.FILMSTRIP, shots, pictures=pictures)
    assert "#00ff00" in column(image, 60)
    assert 5 <= len(pictures.asked) <= 11


def test_the_picture_still_on_the_screen_is_shown_dimmed() -> None:
    held = Details(held=(Caption(-60_000_000, -60_000_000, "before", "screen"),))
    pictures = Pictures()
    image = paint(LaneKind.FILMSTRIP, tile([], lane="screen", media=[]), details=held, pictures=pictures)
    assert pictures.asked == ["before"]
    assert QColor("#00ff00").name() not in column(image, 40)
    assert image.pixelColor(40, 30).green() > 100


def test_speech_is_a_wave_where_it_was_loud_and_a_line_where_it_was_not() -> None:
    loud = tile([(0, 300_000_000, None), (300_000_000, 1_000_000_000, None)], lane="speech", high=[0.5, 0.001])
    image = paint(LaneKind.SPEECH, loud)
    tall = sum(image.pixelColor(150, y).name() == DARK.accent for y in range(HEIGHT))
    flat = sum(image.pixelColor(600, y).name() == DARK.accent for y in range(HEIGHT))
    assert tall > 10
    assert flat == 0


def test_a_voice_has_the_colour_of_who_speaks() -> None:
    spoken = tile([(0, 400_000_000, None), (500_000_000, 900_000_000, None)], lane="speech", high=[0.5, 0.5])
    starts, ends = np.array([0, 500_000_000]), np.array([400_000_000, 900_000_000])
    said = TimedTexts(starts, ends, ("good morning", "hello there"), ("Ada", "Microphone"))
    image = paint(LaneKind.SPEECH, spoken, details=Details(said=said))
    ink = Ink(DARK, QFont("DejaVu Sans"))
    assert any(ink.voice("Ada") in column(image, x) for x in (200, 201, 202))
    assert any(DARK.accent in column(image, x) for x in (700, 701, 702))
    assert ink.soft("Ada") in column(image, 2)
    assert DARK.selected in column(image, 502)


def test_what_was_found_in_a_still_is_boxed() -> None:
    shots = tile([(500_000_000, 500_000_000, None)], lane="camera", media=["m"])
    boxes = (FoundBox(500_000_000, 0.25, 0.25, 0.5, 0.5), FoundBox(1, 0.0, 0.0, 1.0, 1.0))
    plain = paint(LaneKind.STILLS, shots)
    boxed = paint(LaneKind.STILLS, shots, details=Details(boxes=boxes))
    changed = [(x, y) for x in range(WIDTH) for y in range(HEIGHT) if plain.pixelColor(x, y) != boxed.pixelColor(x, y)]
    assert changed
    assert {boxed.pixelColor(*at).name() for at in changed} == {QColor(DARK.good).name()}


def test_from_afar_speech_is_as_high_as_much_was_said() -> None:
    recordings = tile([(0, 1_000_000_000, None)], lane="speech", bucket_us=1_000_000_000, high=[0.9])
    voice = tile(
        [(0, 500_000_000, None), (500_000_000, 1_000_000_000, None)],
        lane="voice",
        bucket_us=500_000_000,
        busy_us=[450_000_000, 10_000_000],
    )
    image = paint(LaneKind.SPEECH, recordings, others=[voice])
    much, little = (sum(image.pixelColor(x, y).name() == DARK.accent for y in range(HEIGHT)) for x in (240, 750))
    assert much > 2 * little > 0


def test_the_word_at_the_playhead_is_lit() -> None:
    view_us = 5_000
    words = (Word(100_000_000, 300_000_000, "launch"), Word(300_000_000, 500_000_000, "moves"))
    shown = tile([(100_000_000, 500_000_000, "launch moves")], lane="speech")
    unlit = paint(LaneKind.SPEECH, shown, details=Details(words=words), lit=view_us)
    assert DARK.selected in column(unlit, 103)


def test_much_typing_is_hotter_than_little() -> None:
    seconds = [(at * 1_000_000, (at + 1) * 1_000_000, None) for at in range(1_000)]
    image = paint(LaneKind.HEAT, tile(seconds, lane="input", high=[9.0] * 500 + [0.5] * 500))
    assert image.pixelColor(200, 40).red() > image.pixelColor(800, 40).red() > QColor(DARK.window).red()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_pause_lies_over_what_other_sources_recorded(theme: Theme) -> None:
    spans = tile([(0, 1_000_000_000, "recording"), (400_000_000, 600_000_000, "paused")], lane="coverage")
    image = paint(LaneKind.COVERAGE, spans, theme=theme)
    recorded, paused = image.pixelColor(200, 40), image.pixelColor(500, 40)
    assert recorded.green() > recorded.red()
    assert paused.red() > paused.green() > paused.blue()


def test_every_state_of_coverage_has_a_colour() -> None:
    states = ("recording", "paused", "private", "excluded", "locked", "asleep", "crashed", "unavailable", "off", "lost")
    assert all(state_colour(theme, state)[0].startswith("#") for theme in (DARK, LIGHT) for state in states)
    assert len({state_colour(DARK, state) for state in states}) == 4


def test_instants_of_other_lanes_are_dots_and_spans_are_bars() -> None:
    image = paint(LaneKind.BARS, tile([(200_000_000, 200_000_000, "a"), (500_000_000, 800_000_000, "b")], lane="voice"))
    assert colour_of("a") in column(image, 200)
    assert colour_of("b") in column(image, 650)
    assert column(image, 400) == {DARK.window}


def test_stays_are_bands_with_their_name_and_the_way_is_ticks() -> None:
    shown = tile(
        [(100_000_000, 400_000_000, None), *((at * 10_000_000, at * 10_000_000, None) for at in range(50, 60))],
        lane="places",
    )
    stays = (Caption(100_000_000, 400_000_000, "Café Linde", "Café Linde"),)
    image = paint(LaneKind.PLACES, shown, details=Details(stays=stays))
    assert Ink(DARK, QFont("DejaVu Sans")).soft("Café Linde") in column(image, 380)
    assert any(len(column(image, x)) > 3 for x in range(106, 170))
    assert column(image, 450) == {DARK.window}
    assert image.pixelColor(550, HEIGHT - 6).name() != DARK.window
    before = paint(LaneKind.PLACES, shown)
    assert column(before, 250) != {DARK.window}


def test_numbers_are_a_line_that_rises_with_them() -> None:
    beats = tile(
        [(at * 10_000_000, at * 10_000_000, None) for at in range(100)],
        lane="heart_rate",
        high=[60.0 + at for at in range(100)],
    )
    image = paint(LaneKind.NUMBERS, beats)

    def height(x: int) -> int:
        return next(y for y in range(HEIGHT) if image.pixelColor(x, y).red() > 150)

    assert height(950) < height(500) < height(60)


def test_premultiplied_pixels_fade() -> None:
    import numpy as np

    solid = np.array([pixel("#ff8000")], dtype=np.uint32)
    assert solid[0] == 0xFFFF8000
    assert faded(solid, np.array([0.5]))[0] == 0x7F7F4000


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_soft_grounds_leave_titles_readable(theme: Theme) -> None:
    ink = Ink(theme, QFont("DejaVu Sans"))
    assert all(
        contrast(theme.text, ink.soft(app)) >= 4.5 for app in ("Firefox", "Code", "Meet", "Files", "Slack", "x", "y")
    )


def test_a_note_is_a_dot_with_its_words_and_a_bookmark_a_flag(qtbot: QtBot) -> None:
    image = paint(
        LaneKind.MARKS, tile([(300_000_000, 300_000_000, "call back"), (600_000_000, 600_000_000, None)], lane="notes")
    )
    assert DARK.warn in column(image, 300)
    assert DARK.accent in column(image, 600)
    ground = {QColor(DARK.window).name()}
    assert any(column(image, x) != ground for x in range(315, 350))
    assert all(column(image, x) == ground for x in range(620, 660))


def test_words_of_a_note_end_where_the_next_begins(qtbot: QtBot) -> None:
    crowded = [(at * 1_000_000, at * 1_000_000, "a long note that has no room") for at in (300, 320)]
    image = paint(LaneKind.MARKS, tile(crowded, lane="notes"))
    assert column(image, 312) == {QColor(DARK.window).name()}
