"""Settings of everything that records: each source declares its own, this file joins them."""

from pydantic import BaseModel, ConfigDict, Field

from capture.privacy import PrivacySettings
from capture.sources.camera import CameraSettings
from capture.sources.clipboard import ClipboardSettings
from capture.sources.input import InputSettings
from capture.sources.microphone import MicrophoneSettings
from capture.sources.screen import ScreenSettings
from capture.sources.windows import WindowsSettings


class CaptureSettings(BaseModel):
    """What is recorded and what never is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    privacy: PrivacySettings = Field(default_factory=PrivacySettings, title="Privacy")
    screen: ScreenSettings = Field(default_factory=ScreenSettings, title="Screen")
    windows: WindowsSettings = Field(default_factory=WindowsSettings, title="Windows")
    input: InputSettings = Field(default_factory=InputSettings, title="Keyboard and pointer")
    microphone: MicrophoneSettings = Field(default_factory=MicrophoneSettings, title="Microphone")
    camera: CameraSettings = Field(default_factory=CameraSettings, title="Camera")
    clipboard: ClipboardSettings = Field(default_factory=ClipboardSettings, title="Clipboard")
