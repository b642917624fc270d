"""Keyboard and pointer activity."""

from pydantic import BaseModel, ConfigDict, Field


class InputSettings(BaseModel):
    """Keyboard and pointer, counted; which keys were pressed is never recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=True, title="Record activity", description="How many keys and clicks, never which keys"
    )
    positions: bool = Field(default=True, title="Where was clicked", description="Keep the place of each click")
    idle_after_s: float = Field(
        default=180.0,
        ge=10,
        le=3600,
        title="Away after seconds",
        description="No input for so long counts as being away",
    )
