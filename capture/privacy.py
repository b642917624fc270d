"""Which windows are nobody's business: pure rules over application and title, asked before anything is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

REGEX_PREFIX = "re:"

DEFAULT_EXCLUDED_APPS = (
    "daytrail",  # a recording of its own window would show that recording, and so on for ever
    "keepass*",
    "org.keepassxc.keepassxc",
    "bitwarden*",
    "com.bitwarden.*",
    "1password*",
    "lastpass*",
    "dashlane*",
    "enpass*",
    "nordpass*",
    "proton-pass*",
    "proton pass*",
    "protonpass*",
    "roboform*",
    "keeperpassword*",
    "buttercup*",
    "seahorse",
    "org.gnome.seahorse*",
    "org.gnome.world.secrets",
    "gnome-keyring*",
    "gnome-passwords",
    "kwallet*",
    "org.kde.kwallet*",
    "kleopatra",
    "qtpass",
    "gopass*",
    "pass",
    "passmenu",
    "pinentry*",
    "gcr-prompter",
    "ssh-askpass*",
    "ksshaskpass",
    "lxqt-openssh-askpass",
    "polkit-*agent*",
    "veracrypt",
    "authy*",
    "yubico*",
    "tor browser*",
    "torbrowser*",
)

DEFAULT_EXCLUDED_TITLES = (
    "private browsing",
    "(incognito)",
    "incognito tab",
    "inprivate",
    "(private)",
    "private tab",
    "private window",
    "privater modus",
    "privates fenster",
    "(inkognito)",
    "inkognito-tab",
    "navigation privée",
    "navegación privada",
    "(incógnito)",
    "navigazione anonima",
    "navigazione in incognito",
    "navegação privativa",
    "navegação privada",
    "navegação anônima",
    "privénavigatie",
    "privé-venster",
    "tryb prywatny",
    "prywatne przeglądanie",
    "приватный просмотр",
    "инкогнито",
    "プライベートブラウジング",
    "シークレット",
    "隐私浏览",
    "无痕",
    "無痕",
    "사생활 보호",
    "시크릿",
)


def _checked(pattern: str) -> str:
    if not pattern.strip():
        raise ValueError("an empty pattern would exclude everything; remove it")
    if pattern.startswith(REGEX_PREFIX):
        try:
            re.compile(pattern.removeprefix(REGEX_PREFIX))
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_checked)]


class PrivacySettings(BaseModel):
    """What is never recorded.

    A pattern is a glob (`*`, `?`) or, after `re:`, a regular expression; upper and lower case are the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    excluded_apps: tuple[Pattern, ...] = Field(
        default=DEFAULT_EXCLUDED_APPS,
        title="Applications",
        description="Applications of which nothing is recorded, by window class or program name",
    )
    excluded_titles: tuple[Pattern, ...] = Field(
        default=DEFAULT_EXCLUDED_TITLES,
        title="Window titles",
        description="Windows of which nothing is recorded, by any part of their title",
    )
    pause_when_locked: bool = Field(
        default=True, title="Pause on a locked screen", description="Record nothing while the session is locked"
    )


@dataclass(frozen=True, slots=True)
class Rules:
    """Exclusion rules, compiled once; immutable, so any thread may ask."""

    apps: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, settings: PrivacySettings) -> "Rules":
        """Compile the patterns of the settings."""
        return cls(
            tuple(_compile(pattern, part=False) for pattern in settings.excluded_apps),
            tuple(_compile(pattern, part=True) for pattern in settings.excluded_titles),
        )

    def excludes(self, names: Iterable[str], title: str) -> bool:
        """Tell whether a window is excluded, by any of its application's names (whole) or its title (any part)."""
        return any(rule.search(name) for name in names if name for rule in self.apps) or any(
            rule.search(title) for rule in self.titles
        )


def _compile(pattern: str, *, part: bool) -> re.Pattern[str]:
    if pattern.startswith(REGEX_PREFIX):
        return re.compile(pattern.removeprefix(REGEX_PREFIX), re.IGNORECASE)
    body = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern.strip())
    return re.compile(body if part else rf"\A{body}\Z", re.IGNORECASE | re.DOTALL)
