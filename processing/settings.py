"""What the owner may set about understanding: which processors run, with which models, and how politely."""

from datetime import time

from pydantic import BaseModel, ConfigDict, Field

from processing.device import Device

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_MODEL_HINT = "Name from `daytrail doctor`, or the path of a folder or file"


class VadSettings(BaseModel):
    """Finding speech in sound."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Find speech", description="Needed for transcripts")
    model: str = Field("silero-v6", title="Model", description=_MODEL_HINT, min_length=1)
    threshold: float = Field(
        0.5, title="Certainty", description="How sure the model must be that it is speech", ge=0.1, le=0.95
    )


class TranscriptionSettings(BaseModel):
    """Turning speech into words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Transcribe speech", description="Writes down what is said")
    model: str = Field("tiny.en", title="Model", description=_MODEL_HINT, min_length=1)
    language: str = Field(
        "en",
        title="Language",
        description="Two letters, or `auto` with a multilingual model",
        pattern=r"^([a-z]{2,3}|auto)$",
    )
    played_model: str = Field(
        "", title="Model for what the computer plays", description="Empty: the same as for the microphone"
    )
    played_language: str = Field(
        "",
        title="Language of what the computer plays",
        description="Two letters, `auto`, or empty: the same as for the microphone",
        pattern=r"^([a-z]{2,3}|auto)?$",
    )
    live: bool = Field(
        True, title="While somebody speaks", description="Shows the words in the window before they are kept"
    )
    beam: int = Field(2, title="Beam", description="More is slower and a little more exact", ge=1, le=10)


class OcrSettings(BaseModel):
    """Reading text on the screen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Read the screen", description="Makes text in screenshots searchable")
    model: str = Field("pp-ocrv6-tiny", title="Model", description=_MODEL_HINT, min_length=1)
    side_px: int = Field(
        1280,
        title="Search size",
        description="Width of a full HD picture while lines are found; 1920 finds more small print",
        ge=640,
        le=1920,
    )
    min_score: float = Field(0.5, title="Certainty", description="Lines read less surely are left out", ge=0, le=1)
    idle_model: str = Field(
        "pp-ocrv6-small",
        title="Model while you are away",
        description="Reads again what was read unsurely; empty for none",
    )
    idle_doubt: float = Field(
        0.8, title="Unsure below", description="Certainty of a line below which it is read again", ge=0, le=1
    )


class ThumbnailSettings(BaseModel):
    """Small pictures for the timeline."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Make thumbnails", description="Small pictures for the timeline")
    width_px: int = Field(160, title="Width", description="In pixels", ge=32, le=640)
    quality: int = Field(70, title="Quality", description="Of the WebP picture", ge=10, le=100)


class EmbeddingSettings(BaseModel):
    """Finding texts by what they mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Search by meaning", description="Finds what was said or read in other words")
    model: str = Field("minilm-int8", title="Model", description=_MODEL_HINT, min_length=1)


class ObjectsSettings(BaseModel):
    """Naming what the camera sees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        True, title="Name objects", description="In camera pictures; also tells when somebody is there"
    )
    model: str = Field("yolox-nano", title="Model", description=_MODEL_HINT, min_length=1)
    min_score: float = Field(0.5, title="Certainty", description="Objects seen less surely are left out", ge=0, le=1)


class FacesSettings(BaseModel):
    """Finding faces, to blur them; nobody is recognised."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(False, title="Find faces", description="In camera pictures, for blurring")
    model: str = Field("mtcnn", title="Model", description=_MODEL_HINT, min_length=1)
    min_score: float = Field(0.95, title="Certainty", description="Lower finds more, also what is none", ge=0.5, le=1)


class EntitiesSettings(BaseModel):
    """Marking what texts speak of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Mark entities", description="Names, dates, sums, links, and sensitive data")
    redact: bool = Field(
        False,
        title="Black out sensitive data",
        description="Card, account and personal numbers, keys and passwords in recognised text, before it is stored",
    )


class MotionSettings(BaseModel):
    """Telling scrolling, video and stillness on the screen apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Tell motion", description="Scrolling, a video playing, or nothing")
    burst_s: int = Field(10, title="Longest gap", description="Seconds between two frames to compare", ge=1, le=60)


class PluginSettings(BaseModel):
    """Processors of installed packages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    off: tuple[str, ...] = Field((), title="Turned off", description="Names of their processors that shall not run")


class WorkerSettings(BaseModel):
    """How much of the computer the worker processes may take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: Device = Field(
        Device.AUTO,
        title="Models run on",
        description="The best there is, a graphics card too where the installed runtime can use it, or the processor",
    )
    busy: int = Field(
        2, title="Busy workers", description="So many work at the same time, one processor core each", ge=1, le=32
    )
    idle_s: float = Field(
        60.0, title="Leave when idle", description="Seconds until an idle worker frees its memory", ge=1, le=3600
    )
    memory_mb: int = Field(
        6_144,
        title="Memory of a worker",
        description="The most one may take, in MB; 0 for no limit",
        ge=0,
        le=1_000_000,
    )
    speech_nice: int = Field(
        3,
        title="Politeness of speech",
        description="0 takes its turn like any program, 19 only what is left",
        ge=0,
        le=19,
    )
    vision_nice: int = Field(
        12,
        title="Politeness of pictures",
        description="0 takes its turn like any program, 19 only what is left",
        ge=0,
        le=19,
    )


class GovernorSettings(BaseModel):
    """When understanding has to wait for the computer and its owner."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, title="Be considerate", description="Off: everything at once, whatever you are doing")
    active_percent: float = Field(
        60.0,
        title="While you work",
        description="Per cent of one processor core, on average; speech is written down in any case",
        ge=5,
        le=1600,
    )
    battery_percent: float = Field(
        30.0, title="On battery", description="Per cent of one processor core, on average", ge=5, le=1600
    )
    low_battery_percent: float = Field(
        25.0, title="Low battery", description="At this charge only speech is written down", ge=0, le=100
    )
    idle_s: float = Field(
        120.0,
        title="Away after",
        description="Seconds without input after which the backlog is worked off at full speed",
        ge=5,
        le=3600,
    )
    night_from: str = Field(
        "01:00", title="Night from", description="At night the backlog is worked off at full speed", pattern=_TIME
    )
    night_to: str = Field("05:00", title="Night to", description="The same as above: there is no night", pattern=_TIME)

    @property
    def night(self) -> tuple[time, time]:
        """When the night begins and ends, in local time."""
        return time.fromisoformat(self.night_from), time.fromisoformat(self.night_to)


class ProcessingSettings(BaseModel):
    """All of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vad: VadSettings = Field(default_factory=lambda: VadSettings(), title="Voice activity")
    transcription: TranscriptionSettings = Field(default_factory=lambda: TranscriptionSettings(), title="Transcription")
    ocr: OcrSettings = Field(default_factory=lambda: OcrSettings(), title="Text on screen")
    thumbnail: ThumbnailSettings = Field(default_factory=lambda: ThumbnailSettings(), title="Thumbnails")
    embedding: EmbeddingSettings = Field(default_factory=lambda: EmbeddingSettings(), title="Meaning of texts")
    objects: ObjectsSettings = Field(default_factory=lambda: ObjectsSettings(), title="Objects and people")
    faces: FacesSettings = Field(default_factory=lambda: FacesSettings(), title="Faces")
    entities: EntitiesSettings = Field(default_factory=lambda: EntitiesSettings(), title="Entities")
    motion: MotionSettings = Field(default_factory=lambda: MotionSettings(), title="Motion")
    plugins: PluginSettings = Field(default_factory=lambda: PluginSettings(), title="Plugins")
    workers: WorkerSettings = Field(default_factory=lambda: WorkerSettings(), title="Worker processes")
    governor: GovernorSettings = Field(default_factory=lambda: GovernorSettings(), title="Consideration")
