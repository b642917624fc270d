"""What people call the topics that can be searched: kind:speech, kind:window, kind:clipboard."""

from typing import Final

from storage.topics import CLIPBOARD, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS, builtin_topics, matches

KINDS: Final = {
    "screen": (SCREEN_TEXT,),
    "speech": (TRANSCRIPT,),
    "window": (WINDOW_FOCUS,),
    "clipboard": (CLIPBOARD,),
    "note": ("*.note.*",),
    "tag": ("*.tag.*",),
    "bookmark": ("*.bookmark.*",),
    "web": ("digital.web.*",),
    "calendar": ("external.calendar.*",),
}
_PLURALS: Final = {"transcript": "speech", "audio": "speech", "text": "screen", "app": "window", "ocr": "screen"}

SAID: Final = KINDS["speech"]
SEEN: Final = KINDS["screen"]


def topics_of(kind: str) -> tuple[str, ...] | None:
    """Return the topics (names or patterns) of a kind, of a lane, or of a topic's own name; None where unknown."""
    name = kind.lower().removesuffix("s")
    for known in (kind.lower(), name, _PLURALS.get(name, "")):
        if known in KINDS:
            return KINDS[known]
    if "." in kind:
        return (kind,)
    lane = tuple(topic.name for topic in builtin_topics().values() if topic.lane in (kind.lower(), kind.lower() + "s"))
    return lane or None


def kind_of(topic: str) -> str:
    """Return the kind people know a topic by: the facet's name; a part of its name where it has none."""
    for kind, patterns in KINDS.items():
        if any(matches(pattern, topic) for pattern in patterns):
            return kind
    parts = topic.split(".")
    return parts[1] if len(parts) > 1 else topic
