import pytest
from pydantic import ValidationError

from app.telemetry.settings import TelemetrySettings


def test_nothing_is_told_unless_asked_for() -> None:
    settings = TelemetrySettings()
    assert not (settings.prometheus or settings.traces or settings.otlp_url)


@pytest.mark.parametrize("wrong", [{"port": 80}, {"otlp_url": "collector"}, {"otlp_url": "http://a b"}])
def test_what_cannot_be_is_refused(wrong: dict[str, int | str]) -> None:
    with pytest.raises(ValidationError):
        TelemetrySettings.model_validate(wrong)
