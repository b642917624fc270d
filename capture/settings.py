"""Settings of everything that records: each source declares its own, this file joins them."""

from pydantic import BaseModel, ConfigDict, Field

from capture.privacy import PrivacySettings
from capture.sources.camera import CameraSettings
from capture.sources.clipboard import ClipboardSettings
from capture.sources.input import InputSettings
from capture.sources.loudspeaker import LoudspeakerSettings
from capture.sources.microphone import MicrophoneSettings
from capture.sources.screen import ScreenSettings
from capture.sources.windows import WindowsSettings


class SourcePluginSettings(BaseModel):
    """Sources of installed packages; none records before its owner says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: tuple[str, ...] = Field((), title="Turned on", description="Names of their sources that shall record")
    options: tuple[str, ...] = Field((), title="Options", description="Of these sources, such as moon.every_s=60")


class CaptureSettings(BaseModel):
    """What is recorded and what never is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    privacy: PrivacySettings = Field(default_factory=PrivacySettings, title="Privacy")
    screen: ScreenSettings = Field(default_factory=ScreenSettings, title="Screen")
    windows: WindowsSettings = Field(default_factory=WindowsSettings, title="Windows")
    input: InputSettings = Field(default_factory=InputSettings, title="Keyboard and pointer")
    microphone: MicrophoneSettings = Field(default_factory=MicrophoneSettings, title="Microphone")
    loudspeaker: LoudspeakerSettings = Field(default_factory=LoudspeakerSettings, title="Loudspeaker")
    camera: CameraSettings = Field(default_factory=CameraSettings, title="Camera")
    clipboard: ClipboardSettings = Field(default_factory=ClipboardSettings, title="Clipboard")
    plugins: SourcePluginSettings = Field(default_factory=lambda: SourcePluginSettings(), title="Plugins")
