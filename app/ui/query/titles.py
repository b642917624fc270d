"""What stands in the tree and the list of saved queries, in the owner's language: kinds of sources, titles."""

from PySide6.QtCore import QCoreApplication

from storage.sql.attachments import TITLES

translate = QCoreApplication.translate


def title_words(title: str) -> str:
    """Return the title of a query that comes with the program, as the owner reads it; others as they are."""
    known = {
        "Hours per application": translate("queries", "Hours per application"),
        "Applications day by day": translate("queries", "Applications day by day"),
        "Hours per window title": translate("queries", "Hours per window title"),
        "Everything of a day": translate("queries", "Everything of a day"),
        "Everything in the selection": translate("queries", "Everything in the selection"),
        "What was said": translate("queries", "What was said"),
        "Minutes spoken per day": translate("queries", "Minutes spoken per day"),
        "Words heard most": translate("queries", "Words heard most"),
        "What was said in which application": translate("queries", "What was said in which application"),
        "Typing by hour of the day": translate("queries", "Typing by hour of the day"),
        "Screens with a word": translate("queries", "Screens with a word"),
        "Copied texts": translate("queries", "Copied texts"),
        "Hours away per day": translate("queries", "Hours away per day"),
        "When nothing was recorded, and why": translate("queries", "When nothing was recorded, and why"),
        "Numbers per day": translate("queries", "Numbers per day"),
    }
    return known.get(title, title)


def kind_words(kind: str) -> str:
    """Return what a source is."""
    own = {"recordings": translate("queries", "recordings"), "sqlite": translate("queries", "SQLite file")}
    return own.get(kind) or str(TITLES.get(kind, kind))  # type: ignore[call-overload]
