import pytest
from pydantic import ValidationError

from capture.registry import SOURCES
from capture.settings import CaptureSettings


def test_only_what_needs_no_consent_of_its_own_is_on_by_default() -> None:
    settings = CaptureSettings()
    on = {spec.name for spec in SOURCES if spec.settings(settings).enabled}
    assert on == {"screen", "windows", "input"}


def test_every_setting_has_a_title_and_a_description() -> None:
    for group in CaptureSettings.model_fields.values():
        assert group.title
        model = group.annotation
        for name, setting in model.model_fields.items():  # type: ignore[union-attr]
            assert setting.title, name
            assert setting.description, name


@pytest.mark.parametrize(
    "wrong",
    [
        {"screen": {"quality": 0}},
        {"screen": {"format": "gif"}},
        {"microphone": {"longest_s": 1}},
        {"camera": {"device": ""}},
        {"input": {"keys": True}},
        {"telepathy": {}},
    ],
)
def test_impossible_settings_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CaptureSettings.model_validate(wrong)
