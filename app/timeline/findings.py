"""What models found in a picture: things and faces with their place, whichever model it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.timeline.details import items, whole
from storage.events import Event, JsonObject, JsonValue
from storage.topics import matches

TOPICS = "media.image.*"
_LISTS = ("objects", "faces", "detections")
_NAMES = ("label", "name", "class")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: what it is, how sure the model was (0 to 1, None where it does not say), its box in pixels."""

    label: str
    score: float | None
    x: int
    y: int
    width: int
    height: int

    @property
    def words(self) -> str:
        """Label and score, as people read them."""
        return self.label if self.score is None else f"{self.label} {self.score:.2f}"


def findings_of(events: Iterable[Event]) -> list[Finding]:
    """Return everything found in a picture by what was derived from it, the surest first."""
    found = []
    for event in events:
        if not matches(TOPICS, event.topic):
            continue
        for name in _LISTS:
            for item in items(event, name):
                box, score = item.get("box"), item.get("score")
                if isinstance(box, Sequence) and not isinstance(box, str) and len(box) == 4:
                    label = next((value for key in _NAMES if isinstance(value := item.get(key), str)), "")
                    place = [whole(value) for value in box]
                    found.append(Finding(label or _singular(name), _share(score), *place))
    return sorted(found, key=lambda each: -(each.score or 0.0))


def made_by(event: Event) -> str:
    """Return which model made an event, in which version and how sure it was: `PP-OCRv6 · ocr 2 (5 lines, 97 %)`."""
    provenance = event.data.get("provenance")
    made: JsonObject = provenance if isinstance(provenance, Mapping) else {}
    model, processor, version = (made.get(name) for name in ("model", "processor", "version"))
    maker = " ".join(str(part) for part in (processor, version) if part)
    name = " · ".join(part for part in (str(model or ""), maker) if part) or event.topic
    notes = [*_count(event), *_confidence(event)]
    return f"{name} ({', '.join(notes)})" if notes else name


def _count(event: Event) -> list[str]:
    lines = items(event, "lines")
    if lines:
        return [f"{len(lines)} lines" if len(lines) > 1 else "1 line"]
    found = sum(len(items(event, name)) for name in _LISTS)
    return [f"{found} found"] if found else []


def _confidence(event: Event) -> list[str]:
    said = _share(event.data.get("confidence"))
    if said is None:
        listed = [item for name in ("lines", *_LISTS) for item in items(event, name)]
        scores = [score for item in listed if (score := _share(item.get("score"))) is not None]
        said = sum(scores) / len(scores) if scores else None
    return [] if said is None else [f"{said:.0%}".replace("%", " %")]


def _share(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _singular(name: str) -> str:
    return name.removesuffix("s")
