"""What can be set is read from the models, and changes are checked."""

import pytest
from pydantic import BaseModel

from app.settings import Settings
from app.ui.settings.fields import Kind, found, groups, value_of, with_value


def test_every_setting_of_the_application_is_there_once_but_consent() -> None:
    fields = [field for group in groups() for field in group.fields]
    paths = [field.path for field in fields]
    assert len(set(paths)) == len(paths)
    assert ("general", "consented") not in paths
    assert _leaves(Settings(), ()) - set(paths) == {("general", "consented")}


def _leaves(model: BaseModel, path: tuple[str, ...]) -> set[tuple[str, ...]]:
    leaves: set[tuple[str, ...]] = set()
    for name in type(model).model_fields:
        value = getattr(model, name)
        leaves |= _leaves(value, (*path, name)) if isinstance(value, BaseModel) else {(*path, name)}
    return leaves


def test_every_setting_has_a_title_and_a_default_that_is_in_force() -> None:
    for group in groups():
        assert group.title
        for field in group.fields:
            assert field.title
            assert value_of(Settings(), field.path) == field.default


def test_kinds_and_bounds_are_those_declared() -> None:
    by_path = {field.path: field for group in groups() for field in group.fields}
    quality = by_path[("capture", "screen", "quality")]
    assert (quality.kind, quality.low, quality.high) == (Kind.WHOLE, 10, 100)
    assert by_path[("capture", "screen", "enabled")].kind is Kind.SWITCH
    assert by_path[("general", "theme")].kind is Kind.CHOICE
    assert [str(choice) for choice in by_path[("general", "theme")].choices] == ["system", "dark", "light"]
    assert by_path[("general", "theme")].names == ("System", "Dark", "Light")
    assert by_path[("capture", "screen", "displays")].names == ("All displays", "With the window in front")
    assert by_path[("capture", "privacy", "excluded_apps")].kind is Kind.RULES
    assert by_path[("storage", "budget_gb")].kind is Kind.DECIMAL
    assert by_path[("capture", "camera", "device")].kind is Kind.TEXT


def test_a_change_leaves_the_rest_alone() -> None:
    changed = with_value(Settings(), ("capture", "screen", "quality"), 42)
    assert changed.capture.screen.quality == 42
    assert with_value(changed, ("capture", "screen", "quality"), Settings().capture.screen.quality) == Settings()


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("capture", "screen", "quality"), 101, "less than or equal to 100"),
        (("capture", "privacy", "excluded_apps"), ("re:(",), "not a regular expression"),
        (("processing", "transcription", "language"), "Klingon", "pattern"),
    ],
)
def test_what_is_not_allowed_is_said(path: tuple[str, ...], value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        with_value(Settings(), path, value)


def test_finding_looks_at_titles_descriptions_and_groups() -> None:
    by_group = {group.key: len(group.fields) for group in found(groups(), "clipboard")}
    assert by_group["capture.clipboard"] >= 2
    assert found(groups(), "QUALITY picture")
    assert found(groups(), "no such setting") == ()
