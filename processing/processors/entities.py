"""Marks what texts speak of: language, key phrases, entities, and what in them is sensitive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processing.entities import find_entities
from processing.key_phrases import key_phrases
from processing.language import language_of
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from processing.sensitive import find_sensitive
from storage.events import JsonObject
from storage.topics import CLIPBOARD, ENTITIES, SCREEN_TEXT, TRANSCRIPT


@dataclass(frozen=True, slots=True)
class Entities:
    """A text in; one event out that says where in it something stands, without repeating what is sensitive."""

    phrases: int = 8

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="entities",
            title="Entities and key phrases",
            version="1",
            consumes=(TRANSCRIPT, SCREEN_TEXT, CLIPBOARD),
            produces=(ENTITIES,),
            family="words",
            batch=64,
            timeout_s=10.0,
            priority=65,
            parameters=(("phrases", self.phrases),),
        )

    def load(self, models: Mapping[str, ModelFile]) -> None:  # noqa: ARG002 - needs none
        return None

    def derive(self, work: Sequence[Work], model: None) -> Sequence[Sequence[Derived]]:  # noqa: ARG002
        return [self._mark(piece) for piece in work]

    def _mark(self, piece: Work) -> tuple[Derived, ...]:
        event = piece.event
        text = event.text or ""
        sensitive = find_sensitive(text)
        hidden = [(one.start, one.end) for one in sensitive]
        entities = [
            one for one in find_entities(text) if all(one.end <= start or one.start >= end for start, end in hidden)
        ]
        data: JsonObject = {
            "language": language_of(text),
            "phrases": key_phrases(_without(text, hidden), self.phrases),
            "entities": [{"kind": one.kind, "start": one.start, "end": one.end} for one in entities],
            "sensitive": [{"kind": one.kind, "start": one.start, "end": one.end} for one in sensitive],
        }
        if not any(data.values()):
            return ()
        return (Derived(ENTITIES, event.start_us, event.end_us, data=data),)


def _without(text: str, hidden: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(hidden):
        text = f"{text[:start]}\n{text[end:]}"
    return text
