"""How soon something can be found: from standing on the screen, or from the last word, to an answer of the search.

`pipeline.seen_to_searchable_p95_s` and `pipeline.spoken_to_searchable_p95_s`: the real recorder on a virtual desktop;
text typed into a terminal, sentences spoken into a virtual microphone, asked for through `daytrail search` until found
(the time of the last, successful call included). The bounds are 5 s and 10 s on two cores.
"""

import math
import tempfile
import time
from pathlib import Path

from app.demo.application import Application
from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand, Place
from app.demo.sound import Spoken
from app.demo.waiting import until

SEEN_BOUND_S = 5.0
SAID_BOUND_S = 10.0
PLACE = Place(300, 200, 800, 420)
SEEN = (
    "velvet curtain", "silver teapot", "walnut shelf", "linseed oil", "copper kettle", "oak boards", "garden wall",
    "brass hinges", "paper lantern", "winter coat", "green bottle", "stone bridge",
)  # fmt: skip
SAID = (
    "We should plant the apple trees behind the old library.",
    "The morning train was late again because of the snow.",
    "The doctor will call you back tomorrow morning.",
    "Please remember to buy bread and milk on the way home this evening.",
    "My brother is going to paint the living room next weekend.",
    "There are seven boxes of books in the basement.",
    "The window in the kitchen has been broken since Monday.",
    "Please bring the garden chairs inside before it rains tonight.",
)


def figures() -> list[dict[str, object]]:
    """Measure; about two and a half minutes."""
    with VirtualDesktop() as desktop, tempfile.TemporaryDirectory() as folder:
        application = Application(desktop, Path(folder) / "home")
        sources = ("screen", "windows", "input", "microphone")
        recorder = application.start("record", "--sources", ",".join(sources))
        application.await_sources(sources)
        seen = _seen(desktop, application)
        said = _said(desktop, application)
        application.end(recorder)
    return [
        _figure("pipeline.seen_to_searchable_p95_s", seen, SEEN_BOUND_S),
        _figure("pipeline.spoken_to_searchable_p95_s", said, SAID_BOUND_S),
    ]


def _seen(desktop: VirtualDesktop, application: Application) -> list[float]:
    hand = Hand(desktop)
    hand.open(["xterm", "-fa", "DejaVu Sans Mono", "-fs", "13", "-T", "Paper", "-e", "cat"], "^Paper$", PLACE)
    taken = []
    for phrase in SEEN:
        hand.type(f"{phrase}\n")
        taken.append(_found_after(application, phrase, hand.deeds[-1].end_us))
    return taken


def _said(desktop: VirtualDesktop, application: Application) -> list[float]:
    return [_transcribed_after(application, desktop.say(sentence)) for sentence in SAID]


def _found_after(application: Application, phrase: str, since_us: int) -> float:
    until(lambda: application.search(f'"{phrase}"'), f"“{phrase}” to be found", timeout_s=60, poll_s=0.05)
    return time.time_ns() / 1e9 - since_us / 1e6


def _transcribed_after(application: Application, spoken: Spoken) -> float:
    """Until the search gives words for the whole sentence; which words, a small model may well mishear."""

    def heard() -> bool:
        answers = application.search("kind:speech")
        return any(spoken.start_us < answer.end_us and answer.end_us > spoken.end_us - 1_000_000 for answer in answers)

    until(heard, f"“{spoken.text}” to be written down", timeout_s=60, poll_s=0.05)
    return time.time_ns() / 1e9 - spoken.end_us / 1e6


def _figure(name: str, taken: list[float], bound_s: float) -> dict[str, object]:
    """The 95th percentile (nearest rank), against its bound."""
    p95 = sorted(taken)[math.ceil(0.95 * len(taken)) - 1]
    return {
        "figure": name,
        "value": round(p95, 2),
        "unit": "s",
        "reference": bound_s,
        "ratio": round(p95 / bound_s, 3),
        "samples": len(taken),
    }
