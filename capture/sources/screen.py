"""The screen."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class StillFormat(StrEnum):
    """How pictures of the screen are kept."""

    WEBP = "webp"
    JPEG = "jpeg"


class ScreenSettings(BaseModel):
    """The screen, as pictures."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(default=True, title="Record the screen", description="Takes a picture when something changed")
    format: StillFormat = Field(
        default=StillFormat.WEBP,
        title="Picture format",
        description="WebP is a third of the size, JPEG costs less to make",
    )
    quality: int = Field(default=60, ge=10, le=100, title="Picture quality", description="Higher is sharper and larger")
    change_interval_s: float = Field(
        default=2.0,
        ge=0.5,
        le=60,
        title="Seconds between changes",
        description="At most one picture in this time for what changes by itself",
    )
    idle_interval_s: float = Field(
        default=60.0,
        ge=5,
        le=3600,
        title="Seconds between looks when idle",
        description="Looks even if nothing was noticed",
    )
