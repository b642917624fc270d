"""Colours that mean something: one per application, the same on every day and every computer."""

import zlib

PALETTE: tuple[str, ...] = (
    "#2f74c0",
    "#b4591b",
    "#2b8058",
    "#a8487d",
    "#7452c9",
    "#257d8c",
    "#8a6a14",
    "#b4463f",
    "#556a8a",
    "#5b7d2a",
    "#9548a8",
    "#7a5f52",
)
NEUTRAL = "#5b6577"

_BLUE, _ORANGE, _GREEN, _PINK, _VIOLET, _TEAL, _OLIVE, _RED, _SLATE = PALETTE[:9]
_EXPECTED = {
    "firefox": _ORANGE,
    "chrome": _OLIVE,
    "chromium": _TEAL,
    "safari": _BLUE,
    "code": _BLUE,
    "vscode": _BLUE,
    "terminal": _SLATE,
    "xterm": _SLATE,
    "konsole": _SLATE,
    "alacritty": _SLATE,
    "meet": _GREEN,
    "zoom": _GREEN,
    "teams": _VIOLET,
    "slack": _PINK,
    "thunderbird": _TEAL,
    "libreoffice": PALETTE[9],
}
"""Colours that people would guess; also keeps the commonest applications from sharing one."""


def colour_of(name: str) -> str:
    """Return an application's colour as `#rrggbb`: the one expected, else by a stable hash of its name without case."""
    if not name:
        return NEUTRAL
    parts = name.casefold().replace("_", "-").replace(" ", "-").split("-")
    if expected := next((_EXPECTED[part] for part in parts if part in _EXPECTED), None):
        return expected
    return PALETTE[zlib.crc32(name.casefold().encode()) % len(PALETTE)]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(ground: str) -> str:
    """Return the text colour that reads better on a ground: white, or near-black."""
    return max(("#ffffff", "#14161a"), key=lambda ink: contrast(ink, ground))


def blend(over: str, ground: str, share: float) -> str:
    """Return `over` laid on `ground` with an opacity of `share`, 0 to 1."""
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(rgb(over), rgb(ground), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
