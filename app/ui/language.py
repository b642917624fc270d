"""Which language the window speaks: translations by Qt Linguist, and the locale of numbers and dates.

English needs a translation too: its plurals. After changing texts, run `python -m app.ui.language`, which collects them
into `resources/translations/*.ts`; translate with Qt Linguist, and run it again to compile.
"""

import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

from resources.locate import resource

logger = logging.getLogger(__name__)
LANGUAGES = ("en", "de")


def speak(application: QCoreApplication, locale: QLocale | None = None) -> QLocale:
    """Install the translations of a locale (the system's unless given), English where there are none; return it.

    Those installed before by this are taken off; widgets that are there already keep their texts (see `app.ui.desk`).
    """
    wanted = QLocale.system() if locale is None else locale
    if wanted.language() is QLocale.Language.C:
        wanted = QLocale(QLocale.Language.English)
    QLocale.setDefault(wanted)
    language = QLocale.languageToCode(wanted.language())
    for spoken in application.findChildren(QTranslator, options=Qt.FindChildOption.FindDirectChildrenOnly):
        application.removeTranslator(spoken)
        spoken.deleteLater()
    chosen = language if language in LANGUAGES else "en"
    for name, folder in (
        (f"qtbase_{chosen}", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        (f"daytrail_{chosen}", resource("translations")),
    ):
        translator = QTranslator(application)
        if translator.load(name, str(folder)):
            application.installTranslator(translator)
        elif name.startswith("daytrail"):
            logger.warning("the translation %s could not be read", name)
    return wanted


def collect(tools: Path, root: Path) -> None:
    """Bring the `.ts` files up to date with the texts in the program, and compile them."""
    sources = sorted(str(path) for path in (root / "app").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        declared = Path(folder, "declared.py")
        declared.write_text(_declared(), encoding="utf-8")
        _update(tools, root, [*sources, str(declared)])


def _declared() -> str:
    """Texts that settings and topics declare, as a source that the collector can read."""
    from app.ui.settings.fields import declared_texts
    from storage.topics import builtin_topics

    texts = [("declared", text) for text in declared_texts()]
    texts += [("wording", topic.title) for topic in builtin_topics().values()]
    return "".join(f"QT_TRANSLATE_NOOP({context!r}, {text!r})\n" for context, text in texts)


def _update(tools: Path, root: Path, sources: list[str]) -> None:
    for language in LANGUAGES:
        made = root / "resources" / "translations" / f"daytrail_{language}.ts"
        only = ["-pluralonly"] if language == "en" else []
        update = [str(tools / "pyside6-lupdate"), *sources, *only, "-no-obsolete", "-locations", "none"]
        languages = ["-source-language", "en", "-target-language", language]
        subprocess.run([*update, *languages, "-ts", str(made)], check=True)  # noqa: S603
        compile_translation(tools, made)


def compile_translation(tools: Path, source: Path) -> None:
    """Make the `.qm` beside a `.ts`, whole or not at all: a window that is open may have the old one mapped."""
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        made = Path(folder, source.with_suffix(".qm").name)
        subprocess.run([str(tools / "pyside6-lrelease"), "-silent", str(source), "-qm", str(made)], check=True)  # noqa: S603
        made.replace(source.with_suffix(".qm"))


if __name__ == "__main__":
    collect(Path(sys.executable).parent, Path(__file__).resolve().parent.parent.parent)
