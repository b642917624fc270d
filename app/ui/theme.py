"""The colours of the window in one place, and the Qt palette and style sheet made from them.

Which theme is in force is decided by `app.ui.appearance`; widgets are handed a `Theme` and paint with it.
"""

from dataclasses import asdict, dataclass, replace
from string import Template

from PySide6.QtGui import QColor, QPalette

from resources.locate import resource

RADIUS_PX = 7
CARD_RADIUS_PX = 11
RAIL_WIDTH_PX = 56
LANE_HEAD_WIDTH_PX = 150


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. The `…_text` variants reach a contrast of 4.5 : 1 on window, panel and raised.

    Attributes:
        name: what settings and screenshots call it.
        dark: whether its grounds are dark.
        window: ground of a page.
        panel: ground of side panels, top bar and cards.
        raised: ground of controls.
        track: the empty part of a bar.
        idle: the part of a day in which a source did not run.
        rail: ground of the icon rail and the minimap.
        line: separators and borders.
        text: main text.
        dim: secondary text.
        faint: marks that are not text, such as ticks and switches that are off.
        faint_text: section heads and hints.
        accent: the one colour of what is chosen or may be acted on.
        accent_text: the accent as text.
        selected: ground of what is chosen.
        primary: ground of the one main button, and of switches that are on.
        primary_text: text on `primary`.
        recording: red of recording and of what is missing.
        recording_text: the same as text.
        recording_ground: ground of the recording pill.
        recording_line: border of the recording pill.
        good: green of what is in order.
        good_text: the same as text.
        warn: amber of what is paused or waits.
        warn_text: the same as text.
        highlight_ground: ground behind a match.
        highlight_text: text of a match.
    """

    name: str
    dark: bool
    window: str
    panel: str
    raised: str
    track: str
    idle: str
    rail: str
    line: str
    text: str
    dim: str
    faint: str
    faint_text: str
    accent: str
    accent_text: str
    selected: str
    primary: str
    primary_text: str
    recording: str
    recording_text: str
    recording_ground: str
    recording_line: str
    good: str
    good_text: str
    warn: str
    warn_text: str
    highlight_ground: str
    highlight_text: str


DARK = Theme(
    name="dark",
    dark=True,
    window="#14161a",
    panel="#1b1e24",
    raised="#22262e",
    track="#22262e",
    idle="#2d323b",
    rail="#101216",
    line="#2d323b",
    text="#e7eaf0",
    dim="#9aa3b2",
    faint="#667085",
    faint_text="#858fa1",
    accent="#6ea8fe",
    accent_text="#6ea8fe",
    selected="#26324a",
    primary="#2563eb",
    primary_text="#ffffff",
    recording="#f0605d",
    recording_text="#ff9f9b",
    recording_ground="#2f1d20",
    recording_line="#5b2b2d",
    good="#4cc38a",
    good_text="#4cc38a",
    warn="#f2b84b",
    warn_text="#f2b84b",
    highlight_ground="#5b4a13",
    highlight_text="#ffe08a",
)

LIGHT = Theme(
    name="light",
    dark=False,
    window="#ffffff",
    panel="#f7f8fa",
    raised="#eef0f4",
    track="#eef0f4",
    idle="#dfe3ea",
    rail="#f1f3f6",
    line="#dfe3ea",
    text="#1c2430",
    dim="#566173",
    faint="#808999",
    faint_text="#656e7d",
    accent="#2563eb",
    accent_text="#1d56d6",
    selected="#dfeaff",
    primary="#2563eb",
    primary_text="#ffffff",
    recording="#f0605d",
    recording_text="#b3261e",
    recording_ground="#fdecec",
    recording_line="#f5bfbd",
    good="#4cc38a",
    good_text="#19704a",
    warn="#f2b84b",
    warn_text="#855a00",
    highlight_ground="#fff1c2",
    highlight_text="#7a5200",
)


CONTRAST_DARK = replace(
    DARK,
    name="contrast-dark",
    window="#000000",
    panel="#000000",
    raised="#101010",
    track="#606060",
    idle="#606060",
    rail="#000000",
    line="#9a9a9a",
    text="#ffffff",
    dim="#e4e4e4",
    faint="#b4b4b4",
    faint_text="#d0d0d0",
    accent="#8cc2ff",
    accent_text="#a6d0ff",
    selected="#0b3a6f",
    recording="#ff7b78",
    recording_text="#ffb3b0",
    recording_ground="#2a0000",
    recording_line="#ff7b78",
    good="#5fe3a1",
    good_text="#5fe3a1",
    warn="#ffd071",
    warn_text="#ffd071",
    highlight_ground="#ffe08a",
    highlight_text="#000000",
)

CONTRAST_LIGHT = replace(
    LIGHT,
    name="contrast-light",
    panel="#ffffff",
    raised="#f4f4f4",
    track="#a8a8a8",
    idle="#a8a8a8",
    rail="#ffffff",
    line="#5a5a5a",
    text="#000000",
    dim="#1f1f1f",
    faint="#4f4f4f",
    faint_text="#383838",
    accent="#0a3fb4",
    accent_text="#0a3fb4",
    selected="#cfe0ff",
    primary="#0a3fb4",
    recording="#b3130d",
    recording_text="#8a0d08",
    recording_ground="#fff0ef",
    recording_line="#8a0d08",
    good="#0d6b40",
    good_text="#0a5533",
    warn="#8a5a00",
    warn_text="#5f3e00",
    highlight_ground="#ffe08a",
    highlight_text="#000000",
)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def style_sheet(theme: Theme) -> str:
    """Return the application's Qt style sheet in these colours."""
    template = Template(resource("styles", "daytrail.qss").read_text(encoding="utf-8"))
    tokens = {name: str(value) for name, value in asdict(theme).items()}
    return template.substitute(tokens, icons=resource("icons").as_posix())


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette for what the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.faint_text),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.text),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Highlight, theme.primary),
        (role.HighlightedText, theme.primary_text),
        (role.Link, theme.accent_text),
        (role.LinkVisited, theme.accent_text),
        (role.Accent, theme.accent),
        (role.Mid, theme.line),
        (role.Midlight, theme.line),
        (role.Dark, theme.line),
        (role.Light, theme.line),
        (role.Shadow, theme.rail),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.faint))
    return made
