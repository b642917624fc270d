import pytest
from pydantic import BaseModel, ValidationError

from processing.settings import ProcessingSettings


def test_everything_runs_out_of_the_box() -> None:
    settings = ProcessingSettings()

    assert settings.vad.enabled
    assert settings.transcription.enabled
    assert settings.ocr.enabled
    assert settings.thumbnail.enabled


@pytest.mark.parametrize(
    "tree",
    [
        {"ocr": {"enabeld": False}},
        {"vad": {"threshold": 2}},
        {"workers": {"busy": 0}},
        {"transcription": {"language": "Klingon!"}},
        {"transcription": {"model": ""}},
    ],
)
def test_unknown_and_impossible_settings_are_refused(tree: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ProcessingSettings.model_validate(tree)


def test_every_setting_explains_itself() -> None:
    for group in ProcessingSettings.model_fields.values():
        assert group.title
        assert group.annotation is not None
        assert issubclass(group.annotation, BaseModel)
        for name, field in group.annotation.model_fields.items():
            assert field.title, name
            assert field.description, name
