import pytest

from storage.sql.zone import zone_name


@pytest.mark.parametrize(("text", "name"), [("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo")])
def test_the_zone_that_was_set_is_used(monkeypatch: pytest.MonkeyPatch, text: str, name: str) -> None:
    monkeypatch.setenv("TZ", text)
    assert zone_name() == name


def test_nonsense_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ")
    without = zone_name()
    for text in ("Nowhere/Town", "../../etc/passwd", ""):
        monkeypatch.setenv("TZ", text)
        assert zone_name() == without


@pytest.fixture(autouse=True)
def some_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
