"""Application colours: stable, and text on them readable."""

import pytest

from app.timeline.colours import NEUTRAL, PALETTE, blend, colour_of, contrast, rgb, text_on


def test_an_application_keeps_its_colour_whatever_its_case() -> None:
    assert colour_of("Firefox") == colour_of("firefox") == colour_of("FIREFOX")
    assert colour_of("Firefox") in PALETTE


def test_well_known_applications_have_the_colour_people_expect_and_do_not_share_it() -> None:
    known = {name: colour_of(name) for name in ("Firefox", "Code", "gnome-terminal", "Meet", "Slack", "Thunderbird")}
    assert len(set(known.values())) == len(known)


def test_no_name_no_colour() -> None:
    assert colour_of("") == NEUTRAL


@pytest.mark.parametrize("ground", [*PALETTE, NEUTRAL])
def test_text_on_every_colour_is_readable(ground: str) -> None:
    assert contrast(text_on(ground), ground) >= 4.5


@pytest.mark.parametrize("ground", [*PALETTE, NEUTRAL])
def test_every_colour_stands_out_from_both_grounds(ground: str) -> None:
    assert contrast(ground, "#14161a") >= 3.0
    assert contrast(ground, "#ffffff") >= 3.0


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_blending_half_and_half() -> None:
    assert blend("#ffffff", "#000000", 0.5) == "#808080"
    assert rgb("#102030") == (16, 32, 48)
