"""The focused window."""

from pydantic import BaseModel, ConfigDict, Field


class WindowsSettings(BaseModel):
    """Which window is in front, with application and title."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=True, title="Record windows", description="Application and title of the window in front"
    )
    extend_s: float = Field(
        default=5.0,
        ge=1,
        le=60,
        title="Seconds between updates",
        description="A crash loses at most so much of the last span",
    )
