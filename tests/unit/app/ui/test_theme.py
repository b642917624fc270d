"""The tokens of both themes: whole, readable, and known to the style sheet."""

import re
from dataclasses import asdict

import pytest

from app.ui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme, contrast, palette, style_sheet

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize(
    "foreground", ["text", "dim", "faint_text", "accent_text", "recording_text", "good_text", "warn_text"]
)
@pytest.mark.parametrize("ground", ["window", "panel", "raised"])
def test_text_is_readable_on_every_ground(theme: Theme, foreground: str, ground: str) -> None:
    assert contrast(getattr(theme, foreground), getattr(theme, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize(
    ("foreground", "ground"),
    [
        ("highlight_text", "highlight_ground"),
        ("primary_text", "primary"),
        ("accent_text", "selected"),
        ("recording_text", "recording_ground"),
    ],
)
def test_text_is_readable_on_its_own_ground(theme: Theme, foreground: str, ground: str) -> None:
    assert contrast(getattr(theme, foreground), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)
def test_high_contrast_is_high(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised):
        assert all(contrast(ink, ground) >= 10 for ink in (theme.text, theme.dim, theme.faint_text))
        assert contrast(theme.line, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 7
        assert contrast(theme.track, ground) >= 2
    for fill in (theme.accent, theme.good, theme.warn):
        assert contrast(fill, theme.track) >= 2


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_colours_are_written_whole(theme: Theme) -> None:
    colours = [value for value in asdict(theme).values() if isinstance(value, str) and value != theme.name]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)


@THEMES
def test_the_style_sheet_holds_this_themes_colours(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert theme.window in sheet
    assert "$" not in sheet.split("*/", 1)[1]


@THEMES
def test_the_palette_follows_the_theme(theme: Theme) -> None:
    made = palette(theme)
    assert made.window().color().name() == theme.window
    assert made.text().color().name() == theme.text
