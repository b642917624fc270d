from capture.registry import SOURCES
from capture.settings import CaptureSettings


def test_every_group_of_settings_but_privacy_is_a_source_of_that_name() -> None:
    assert {spec.name for spec in SOURCES} | {"privacy", "plugins"} == set(CaptureSettings.model_fields)


def test_every_source_takes_its_own_settings_and_can_be_made() -> None:
    settings = CaptureSettings()
    for spec in SOURCES:
        assert spec.settings(settings) is getattr(settings, spec.name)
        assert spec.make(settings) is not spec.make(settings)
