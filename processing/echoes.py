"""Recognises speech that the microphone heard from the loudspeaker: the same words at the same time, a second time.

Needs what the computer plays to be recorded beside the microphone. The microphone's transcript stays as it is; a mark
below it (`analysis.speech.echo.words`) has search and the figures of a day pass it over.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from processing.stretches import Conclusion, Kind
from storage.events import Event
from storage.topics import ECHO, TRANSCRIPT

_LATE_US = 1_500_000
"""How far apart the same word may be: the way through the air is short, what recognition makes of its time is not."""
_WAIT_US = 60_000_000
"""So long after a transcript was written down its counterpart may still come; an echo waits for nothing more."""
_LIKENESS = 0.7
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A word without case and punctuation, when it was said, and in which transcript."""

    at_us: int
    word: str
    event: Event


def conclude(events: Sequence[Event], now_us: int) -> list[Conclusion]:
    """Return one conclusion per transcript: that it is an echo, or nothing worth keeping."""
    played: dict[str, list[_Said]] = {}
    for event in events:
        if event.data.get("played"):
            played.setdefault(event.device, []).extend(_words(event))
    for words in played.values():
        words.sort(key=lambda said: said.at_us)
    return [_conclusion(event, played.get(event.device, []), now_us) for event in events]


def _conclusion(event: Event, played: Sequence[_Said], now_us: int) -> Conclusion:
    found = None if event.data.get("played") else _echo(event, played)
    return Conclusion(
        parent=event,
        members=frozenset((event.uid,)),
        over=found is not None or now_us - event.received_us > _WAIT_US,
        worth=found is not None,
        topic=ECHO,
        start_us=event.start_us,
        end_us=event.end_us,
        data={} if found is None else {"of": found[0].uid.hex(), "likeness": round(found[1], 3)},
    )


def _echo(event: Event, played: Sequence[_Said]) -> tuple[Event, float] | None:
    """Return the transcript of what was played at the time, where it has nearly all the words, and the share of them.

    Who speaks while something plays says other words, and too many of them. One or two words must be the very same.
    """
    heard = list(_words(event))
    low = bisect_left(played, event.start_us - _LATE_US, key=lambda said: said.at_us)
    high = bisect_left(played, event.end_us + _LATE_US, key=lambda said: said.at_us)
    near = played[low:high]
    if not heard or not near:
        return None
    matcher = SequenceMatcher(None, [said.word for said in near], [said.word for said in heard], autojunk=False)
    same = [near[block.a + at].event for block in matcher.get_matching_blocks() for at in range(block.size)]
    likeness = len(same) / len(heard)
    if likeness < (_LIKENESS if len(heard) >= _FEWEST_WORDS else 1.0):
        return None
    return max(same, key=same.count), likeness


def _words(event: Event) -> Iterator[_Said]:
    words = event.data.get("words")
    for one in words if isinstance(words, list) else ():
        if not isinstance(one, dict):
            continue
        bare = "".join(letter for letter in str(one.get("word", "")).lower() if letter.isalnum())
        at_us = one.get("start_us", 0)
        if bare and isinstance(at_us, int):
            yield _Said(event.start_us + at_us, bare, event)


ECHOES = Kind("echoes", "1", (TRANSCRIPT,), conclude, at_once=True)
