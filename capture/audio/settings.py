"""What the owner may set about every source of sound; each source says what its own device and switch are called."""

from pydantic import BaseModel, ConfigDict, Field


class SoundSettings(BaseModel):
    """Which device, and how its sound is cut."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    device: str = ""
    shortest_s: float = Field(
        default=3.0,
        ge=1,
        le=30,
        title="Shortest segment in seconds",
        description="Sound is cut at pauses, no shorter than so",
    )
    longest_s: float = Field(
        default=8.0,
        ge=2,
        le=60,
        title="Longest segment in seconds",
        description="Words are found only after their segment",
    )
    silence_peak: float = Field(
        default=0.0005,
        ge=0,
        le=0.1,
        title="Silence below",
        description="Sound that never exceeds this level is not kept",
    )
