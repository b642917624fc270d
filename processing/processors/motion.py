"""Tells scrolling, video and stillness on the screen apart, frame by frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from processing.motion import Gray, motion_between, small_gray
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.events import Event
from storage.topics import MOTION, SCREEN


@dataclass(slots=True)
class Screens:
    """For each display the frame before, small, and when it was taken: without it a frame has nothing to move from."""

    before: dict[tuple[str, object], tuple[int, Gray]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScreenMotion:
    """A frame in, what moved since the one before out; none where that lies longer than `burst_s` ago."""

    burst_s: int = 10

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="motion",
            title="Motion on screen",
            version="1",
            consumes=(SCREEN,),
            produces=(MOTION,),
            family="picture",
            batch=8,
            timeout_s=20.0,
            priority=62,
            parameters=(("burst_s", self.burst_s),),
        )

    def load(self, models: Mapping[str, ModelFile]) -> Screens:  # noqa: ARG002 - needs none
        return Screens()

    def derive(self, work: Sequence[Work], model: Screens) -> Sequence[Sequence[Derived]]:
        return [self._compare(piece, model) for piece in work]

    def _compare(self, piece: Work, screens: Screens) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        event = piece.event
        with Image.open(piece.media) as stored:
            now = small_gray(np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1]))
        at_us, before = screens.before.get(_display(event), (0, now))
        screens.before[_display(event)] = event.start_us, now
        apart_us = event.start_us - at_us
        if not 0 < apart_us <= self.burst_s * 1_000_000 or before.shape != now.shape:
            return ()
        found = motion_between(before, now)
        return (
            Derived(
                MOTION,
                at_us,
                event.start_us,
                data={
                    "kind": found.kind,
                    "share": round(found.share, 4),
                    "down": round(found.down, 4),
                    "moving": round(found.moving, 3),
                },
            ),
        )


def _display(event: Event) -> tuple[str, object]:
    return event.device, event.data.get("display", 0)
