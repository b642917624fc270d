"""The clipboard."""

from pydantic import BaseModel, ConfigDict, Field


class ClipboardSettings(BaseModel):
    """Text that is copied."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=False, title="Record the clipboard", description="Text only; may hold what you copy as secret"
    )
    longest: int = Field(
        default=100_000, ge=100, le=10_000_000, title="Longest text in characters", description="Longer text is cut"
    )
