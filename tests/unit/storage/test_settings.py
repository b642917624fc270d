"""What the owner may set about storage."""

import pytest
from pydantic import ValidationError

from storage.settings import StorageSettings


def test_by_default_everything_is_kept_beside_the_database() -> None:
    settings = StorageSettings()
    assert (settings.media_url, settings.picture_days, settings.audio_days, settings.budget_gb) == ("", 0, 0, 0)


@pytest.mark.parametrize("wrong", [{"picture_days": -1}, {"budget_gb": -0.5}, {"pictures": 3}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        StorageSettings.model_validate(wrong)


def test_every_setting_has_a_title_and_a_description() -> None:
    assert all(field.title and field.description for field in StorageSettings.model_fields.values())
