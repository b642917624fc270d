"""A camera: one still at an interval."""

from pydantic import BaseModel, ConfigDict, Field

from capture.source import Draft, SourceContext
from storage.topics import CAMERA


class CameraSettings(BaseModel):
    """Stills from a camera."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(default=False, title="Record the camera", description="Takes a still at an interval")
    device: str = Field(
        default="0",
        min_length=1,
        title="Camera",
        description="Number of a camera, a file, or the address of a stream",
    )
    interval_s: float = Field(
        default=30.0, ge=0.2, le=86_400, title="Seconds between stills", description="The less, the more is kept"
    )
    quality: int = Field(default=80, ge=10, le=100, title="Picture quality", description="Higher is sharper and larger")
    timeout_s: float = Field(
        default=3.0,
        ge=0.5,
        le=60,
        title="Seconds to wait for a stream",
        description="Before it counts as unavailable",
    )


class CameraSource:
    """Takes stills."""

    def __init__(self, settings: CameraSettings) -> None:
        self._settings = settings

    def run(self, context: SourceContext) -> None:
        """Take a still now and at every interval.

        Raises:
            SourceUnavailableError: there is no such camera, or it went away.
        """
        from capture.camera.frames import Frames, jpeg

        frames = Frames(self._settings.device, self._settings.timeout_s)
        try:
            context.recording(frames.name)
            due_s = context.clock.monotonic_s()
            while not context.over():
                wait_s = due_s - context.clock.monotonic_s()
                if wait_s > 0:
                    context.wake.wait(wait_s)
                    continue
                due_s = max(due_s + self._settings.interval_s, context.clock.monotonic_s())
                picture = frames.picture()
                at_us = context.clock.now_us()
                data = {"camera": frames.name, "width": picture.shape[1], "height": picture.shape[0]}
                content = jpeg(picture, self._settings.quality)
                context.keep(Draft(CAMERA, at_us, at_us, data=data, content=content, kind="image/jpeg"))
        finally:
            frames.close()
