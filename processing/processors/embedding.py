"""Turns what was read, said and written into vectors, by which a search finds what means the same in other words."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from processing.models.e5 import E5
from processing.models.minilm import MiniLm
from processing.passages import Span, likeness, of_prose, of_screen
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.events import Event
from storage.topics import CLIPBOARD, MEANING, NOTE, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS
from storage.vectors import Passage, Vector, as_data, quantise

AGAIN_US: Final = 10 * 60 * 1_000_000
"""Text seen again within ten minutes is not written down again: a search shows such moments as one hit anyway."""
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """A passage's vector, and where it was last written down."""

    vector: Vector
    event: bytes
    start_us: int


class TextModel(Protocol):
    """A loaded model of texts."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 per text."""
        ...


@dataclass(slots=True)
class Reader:
    """The model, and the passages it met lately: what it knows costs no second look.

    The memory also decides that a passage still on the screen is not written down over and over.
    """

    name: str
    model: TextModel
    seen: OrderedDict[tuple[str, int], _Seen] = field(default_factory=OrderedDict)

    def fresh(self, event: Event, number: int) -> bool:
        """Tell whether a passage is to be written down with this event (also when the event comes a second time)."""
        known = self.seen.get((event.device, number))
        return known is None or known.event == event.uid or abs(event.start_us - known.start_us) > AGAIN_US

    def known(self, event: Event, number: int) -> Vector | None:
        """Return the vector of a passage met before on the same device."""
        found = self.seen.get((event.device, number))
        return None if found is None else found.vector

    def remember(self, event: Event, number: int, vector: Vector) -> None:
        """Keep a passage's vector, and that this event carries it."""
        key = (event.device, number)
        self.seen[key] = _Seen(vector, event.uid, event.start_us)
        self.seen.move_to_end(key)
        while len(self.seen) > _REMEMBERED:
            self.seen.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage of one event that needs a vector."""

    index: int
    span: Span
    number: int


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text in, one event with the vectors of its passages out; none where all of it was there a moment ago."""

    model: str = "minilm-int8"

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="embedding",
            title="Meaning of texts",
            version="1",
            consumes=(TRANSCRIPT, SCREEN_TEXT, WINDOW_FOCUS, CLIPBOARD, NOTE),
            produces=(MEANING,),
            family="meaning",
            models=(("text-embedding", self.model),),
            batch=16,
            timeout_s=60.0,
            priority=60,
        )

    def load(self, models: Mapping[str, ModelFile]) -> Reader:
        file = models["text-embedding"]
        model = E5.load(file.path) if E5.holds(file.path) else MiniLm.load(file.path, file.device)
        return Reader(f"{file.name}@{file.version}", model)

    def derive(self, work: Sequence[Work], model: Reader) -> Sequence[Sequence[Derived]]:
        pieces = list(_pieces(work, model))
        _look(work, pieces, model)
        found: list[list[Passage]] = [[] for _ in work]
        for piece in pieces:
            event = work[piece.index].event
            vector = model.known(event, piece.number)
            if vector is not None:
                found[piece.index].append(Passage(piece.span.start, piece.span.end, vector))
        return [
            (_derived(one.event, model.name, passages),) if passages else ()
            for one, passages in zip(work, found, strict=True)
        ]


def spans_of(event: Event) -> list[Span]:
    """Return the passages of an event's text."""
    text = event.text or ""
    return of_screen(text) if event.topic == SCREEN_TEXT else of_prose(text)


def _pieces(work: Sequence[Work], reader: Reader) -> Iterator[_Piece]:
    """Yield what is to be written down, each passage of a batch once."""
    taken: dict[tuple[str, int], int] = {}
    for index, piece in enumerate(work):
        event = piece.event
        text = event.text or ""
        for span in spans_of(event):
            number = likeness(text[span.start : span.end])
            earlier = taken.get((event.device, number))
            again = earlier is not None and abs(event.start_us - earlier) <= AGAIN_US
            if not again and reader.fresh(event, number):
                taken[event.device, number] = event.start_us
                yield _Piece(index, span, number)


def _look(work: Sequence[Work], pieces: Sequence[_Piece], reader: Reader) -> None:
    """Have the model look at what it has not met, all in one go, and remember all of it."""
    new: dict[tuple[str, int], str] = {}
    for piece in pieces:
        event = work[piece.index].event
        if reader.known(event, piece.number) is None:
            new[event.device, piece.number] = (event.text or "")[piece.span.start : piece.span.end]
    vectors = dict(zip(new, quantise(reader.model.vectors(list(new.values()))), strict=True)) if new else {}
    for piece in pieces:
        event = work[piece.index].event
        vector = vectors.get((event.device, piece.number))
        known = reader.known(event, piece.number) if vector is None else vector
        if known is not None:
            reader.remember(event, piece.number, known)


def _derived(event: Event, model: str, passages: Sequence[Passage]) -> Derived:
    return Derived(topic=MEANING, start_us=event.start_us, end_us=event.end_us, data=as_data(model, passages))
