"""The camera."""

from pydantic import BaseModel, ConfigDict, Field


class CameraSettings(BaseModel):
    """Stills from a camera."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(default=False, title="Record the camera", description="Takes a still at an interval")
    device: str = Field(
        default="0", min_length=1, title="Camera", description="Number of a camera, a file, or the address of a stream"
    )
    interval_s: float = Field(default=30.0, ge=0.2, le=86_400, title="Seconds between stills")
    quality: int = Field(default=80, ge=10, le=100, title="Picture quality", description="Higher is sharper and larger")
    timeout_s: float = Field(
        default=3.0, ge=0.5, le=60, title="Seconds to wait for a stream", description="Before it counts as unavailable"
    )
