"""Notes how busy the computer is."""

import os
from dataclasses import dataclass

from capture.plugins.api import Context, Observed, SourceSpec

TOPIC = "device.sensor.load.raw"


@dataclass(frozen=True, slots=True)
class Load:
    """The programs that want to run, on average of the last minute, every `every_s` seconds."""

    every_s: float = 60.0

    @property
    def spec(self) -> SourceSpec:
        """Declare what it observes and needs."""
        return SourceSpec(name="load", title="Computer's load", topics=(TOPIC,), api=1, memory_mb=256)

    def run(self, context: Context) -> None:
        """Observe until the run is over."""
        if not hasattr(os, "getloadavg"):
            context.unavailable("This system does not tell its load.")
            context.wait(3_600.0)
            return
        context.recording("one minute's average")
        while not context.over():
            at_us = context.now_us()
            context.keep(Observed(TOPIC, at_us, at_us, data={"programs": round(os.getloadavg()[0], 2)}))
            context.wait(self.every_s)
