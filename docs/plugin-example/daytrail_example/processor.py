"""Measures how loud each recording is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processing.processor import Derived, ModelFile, ProcessorSpec, Work

TOPIC = "media.audio.loudness.level"


@dataclass(frozen=True, slots=True)
class Loudness:
    """A recording in, its level out; nothing for what is quieter than `floor_db`."""

    floor_db: float = -90.0

    @property
    def spec(self) -> ProcessorSpec:
        """Declare what it reads, makes and needs."""
        return ProcessorSpec(
            name="loudness",
            title="Loudness",
            version="1",
            consumes=("device.audio.microphone.raw",),
            produces=(TOPIC,),
            family="loudness",
            batch=16,
            timeout_s=10.0,
            priority=70,
            parameters=(("floor_db", self.floor_db),),
            api=1,
            memory_mb=512,
        )

    def load(self, models: Mapping[str, ModelFile]) -> None:
        """Nothing to load; heavy libraries would be imported here."""

    def derive(self, work: Sequence[Work], model: None) -> Sequence[Sequence[Derived]]:  # noqa: ARG002
        """Return one result for each recording with sound."""
        return [self._measure(piece) for piece in work]

    def _measure(self, piece: Work) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        import numpy as np
        import soundfile

        samples, _ = soundfile.read(piece.media, dtype="float32")
        level_db = 10 * float(np.log10(max(float(np.mean(np.square(samples))), 1e-12)))
        if level_db < self.floor_db:
            return ()
        event = piece.event
        return (Derived(TOPIC, event.start_us, event.end_us, data={"level_db": round(level_db, 1)}),)
