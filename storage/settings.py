"""Where recordings are kept, how long and how much of them; what the owner may set about storage."""

from pydantic import BaseModel, ConfigDict, Field


class StorageSettings(BaseModel):
    """Settings of the log, the store and the media; retention and the low-disk guard act on them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    media_url: str = Field(
        default="",
        title="Media address",
        description="Where pictures and sound are kept: empty for the folder “media” beside the database, "
        "or an address such as file:///folder or s3://bucket/prefix.",
    )
    picture_days: int = Field(
        default=0,
        ge=0,
        title="Keep pictures for days",
        description="Pictures older than this are deleted; the text read from them stays. 0 keeps them for ever.",
    )
    audio_days: int = Field(
        default=0,
        ge=0,
        title="Keep sound for days",
        description="Sound older than this is deleted; the transcript stays. 0 keeps it for ever.",
    )
    text_days: int = Field(
        default=0,
        ge=0,
        title="Keep texts for days",
        description="Texts that were read, heard or copied are deleted when they are older. 0 keeps them for ever.",
    )
    derived_days: int = Field(
        default=0,
        ge=0,
        title="Keep other results for days",
        description="Thumbnails, spans of speech and whatever else was derived are deleted when older. "
        "0 keeps them for ever.",
    )
    pack_after_days: int = Field(
        default=7,
        ge=0,
        title="Pack pictures after days",
        description="Older pictures of screen and camera are put into videos while nobody is at the computer, which "
        "takes a fraction of the room at slightly less sharpness. 0 never does.",
    )
    budget_gb: float = Field(
        default=0.0,
        ge=0.0,
        title="Total budget in GB",
        description="Beyond this the oldest pictures, then the oldest sound, are deleted. 0 sets no budget.",
    )
    low_disk_gb: float = Field(
        default=2.0,
        ge=0.0,
        title="Low-disk guard in GB",
        description="With less than this left on the disk, pictures stop first, then sound; text and activity go on.",
    )
