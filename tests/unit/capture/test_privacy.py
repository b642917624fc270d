import pytest
from pydantic import ValidationError

from capture.privacy import PrivacySettings, Rules

DEFAULTS = Rules.of(PrivacySettings())


@pytest.mark.parametrize(
    "names",
    [
        ("keepassxc", "KeePassXC"),
        ("Bitwarden",),
        ("1password",),
        ("LastPass",),
        ("Dashlane",),
        ("Enpass",),
        ("org.gnome.seahorse.Application",),
        ("kwalletmanager5",),
        ("qtpass", "QtPass"),
        ("pinentry-gtk-2",),
        ("Tor Browser",),
    ],
)
def test_password_managers_are_excluded_by_default(names: tuple[str, ...]) -> None:
    assert DEFAULTS.excludes(names, "anything")


@pytest.mark.parametrize(
    "title",
    [
        "Cats — Mozilla Firefox Private Browsing",
        "Mozilla Firefox (Private Browsing)",
        "Cats - Google Chrome (Incognito)",
        "New Incognito Tab - Chromium",
        "Cats - [InPrivate] - Microsoft Edge",
        "Katzen — Mozilla Firefox (Privater Modus)",
        "Chats — Navigation privée de Mozilla Firefox",
        "Cats - Brave (Private)",
    ],
)
def test_private_windows_of_browsers_are_excluded_by_default(title: str) -> None:
    assert DEFAULTS.excludes(("firefox",), title)


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("XTerm", "xterm"), "make test"),
        (("firefox",), "How private browsers differ - Mozilla Firefox"),
        (("Mousepad",), "compass.txt - Mousepad"),
        (("compass",), "Map"),
        ((), ""),
    ],
)
def test_ordinary_windows_are_not(names: tuple[str, ...], title: str) -> None:
    assert not DEFAULTS.excludes(names, title)


def test_an_application_is_matched_whole_and_a_title_in_part() -> None:
    rules = Rules.of(PrivacySettings(excluded_apps=("bank",), excluded_titles=("bank",)))
    assert rules.excludes(("Bank",), "")
    assert not rules.excludes(("databank",), "")
    assert rules.excludes((), "My databank")


def test_globs_and_regular_expressions_ignore_case() -> None:
    rules = Rules.of(PrivacySettings(excluded_apps=("my?app*",), excluded_titles=(r"re:^Diary \d+$", "a*z")))
    assert rules.excludes(("MY-APPLICATION",), "")
    assert rules.excludes((), "diary 2026")
    assert not rules.excludes((), "my diary 2026")
    assert rules.excludes((), "say A to Z")


def test_letters_that_mean_something_in_regular_expressions_mean_themselves_in_globs() -> None:
    rules = Rules.of(PrivacySettings(excluded_titles=("(private)",)))
    assert rules.excludes((), "Cats (Private)")
    assert not rules.excludes((), "a private matter")


@pytest.mark.parametrize(("pattern", "says"), [("re:(", "not a regular expression"), ("  ", "exclude everything")])
def test_a_pattern_that_cannot_be_meant_is_refused_with_its_reason(pattern: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        PrivacySettings(excluded_titles=(pattern,))
