"""What the owner may set about telemetry; all of it is off until turned on."""

from pydantic import BaseModel, ConfigDict, Field


class TelemetrySettings(BaseModel):
    """Figures about the program itself: counts, times and names of its parts, never what was recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prometheus: bool = Field(
        False,
        title="Prometheus endpoint",
        description="Figures at http://127.0.0.1:PORT/metrics, for this computer alone",
    )
    port: int = Field(9464, title="Port", description="Of the Prometheus endpoint", ge=1024, le=65_535)
    traces: bool = Field(
        False,
        title="Keep traces",
        description="The way of each event from capture to result, as lines of logs/traces.jsonl in the data folder",
    )
    otlp_url: str = Field(
        "",
        title="Send to",
        description="Address of an OpenTelemetry collector, such as http://127.0.0.1:4318; empty sends nothing",
        pattern=r"^(https?://[^\s]+)?$",
    )
