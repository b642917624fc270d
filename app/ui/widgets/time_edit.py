"""A field for a date and a time of day, to the second."""

from PySide6.QtWidgets import QDateTimeEdit, QWidget


def time_edit(name: str, parent: QWidget | None = None) -> QDateTimeEdit:
    """Return a field with a calendar; `name` is what screen readers say."""
    edit = QDateTimeEdit(parent)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
    edit.setAccessibleName(name)
    return edit
