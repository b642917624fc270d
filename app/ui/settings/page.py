"""The settings page: groups on the left, the settings of one on the right, each in force as soon as it is changed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.controls import Controls
from app.settings import Settings
from app.ui.background import Background, explain
from app.ui.settings.extras import (
    about_rows,
    data_folder_row,
    export_row,
    forget_row,
    has_words,
    lead_row,
    says,
    shortcut_rows,
)
from app.ui.settings.fields import Group, Path, SettingField, first_of, found, groups, with_value
from app.ui.settings.group_list import GroupList
from app.ui.settings.group_view import GroupView
from app.ui.settings.model_list import ModelList
from app.ui.settings.rules_editor import RulesEditor
from app.ui.shortcuts import Shortcut
from app.ui.theme import Theme
from app.ui.widgets.labels import label
from storage.store import EventQuery
from storage.topics import WINDOW_FOCUS

RECENT_WINDOWS = 400
translate = QCoreApplication.translate
MOST_SUGGESTIONS = 25
MOST_FOUND = 12
"""Settings shown for a search: each row takes milliseconds to make, and who types goes on typing."""


class SettingsPage(QWidget):
    """Changes go through the controls off the main thread; errors appear beside their field.

    Signals:
        applied(settings): settings are in force.
        exportWanted(): the owner wants files of what was recorded.
        forgetWanted(): the owner wants to delete something.
        said(text): a message for the owner.
    """

    applied = Signal(object)
    exportWanted = Signal()  # noqa: N815
    forgetWanted = Signal()  # noqa: N815
    said = Signal(str)

    def __init__(
        self,
        controls: Controls,
        theme: Theme,
        shortcuts: dict[str, tuple[Shortcut, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page; `shortcuts` are listed under their headings."""
        super().__init__(parent)
        self.setObjectName("page")
        self._shortcuts = shortcuts
        self._controls = controls
        self._theme = theme
        self._applies = Background(self, ordered=True)
        self._pending: dict[Path, object] = {}
        declared = groups(say=_said)
        first = next(at for at, group in enumerate(declared) if group.key.startswith("processing."))
        self._groups = (
            *declared[:first],
            Group("models", declared[first].section, self.tr("Models"), self._about_models(), ()),
            *declared[first:],
            Group("shortcuts", "", self.tr("Shortcuts"), "", ()),
            Group("about", "", self.tr("About"), "", ()),
        )
        self._views: dict[str, GroupView] = {}
        self._found: GroupView | None = None
        self.models: ModelList | None = None
        self.list = GroupList(self._groups, theme, self)
        self._stack = QStackedWidget(self)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.list)
        inside.addWidget(self._stack, 1)
        self.list.chosen.connect(self.show_group)
        self.list.searched.connect(self._find)
        self.show_group(self._groups[0].key)

    @property
    def busy(self) -> bool:
        """Whether a change is on its way."""
        return self._applies.busy

    @property
    def view(self) -> GroupView:
        """What is shown on the right."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, GroupView)
        return shown

    def show_group(self, key: str) -> None:
        """Show a group by its key, such as `capture.screen`."""
        if key not in self._views:
            group = next(group for group in self._groups if group.key == key)
            self._views[key] = self._make_view((group,), key)
        self._stack.setCurrentWidget(self._views[key])
        self.list.mark(key)
        self.list.end_search()

    def reload(self) -> None:
        """Show the settings in force."""
        self._show(self._controls.settings())

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.list.set_theme(theme)
        for view in self._all_views():
            view.set_theme(theme)

    def stop(self) -> None:
        """Take no further answers; what was changed is still applied."""
        self._applies.cancel()
        if self.models is not None:
            self.models.stop()

    def _make_view(self, shown: tuple[Group, ...], key: str) -> GroupView:
        view = GroupView(shown, self._theme, self)
        view.edited.connect(self._edit)
        for row in view.rows:
            for rules in row.findChildren(RulesEditor):
                rules.suggest = self._suggester(row.field)
        if key == "models":
            view.append(self._model_list(view))
        if key == "shortcuts":
            for heading, shortcuts in self._shortcuts.items():
                view.append(shortcut_rows(heading, shortcuts, view))
        for part in self._own_rows(key, view):
            view.append(part)
        view.show_settings(self._controls.settings())
        self._stack.addWidget(view)
        return view

    def _own_rows(self, key: str, view: GroupView) -> list[QWidget]:
        """Return the rows of a group that are no settings."""
        home = self._controls.home
        if key == "storage":
            return [data_folder_row(home, self._open_folder, view), export_row(self.exportWanted.emit, view)]
        if key == "capture.privacy":
            return [forget_row(self.forgetWanted.emit, view)]
        return about_rows(home, view) if key == "about" else []

    def _add_found(self, text: str, view: GroupView, left_out: int) -> None:
        """Say how many settings more there are, and add what is no setting, but has these words."""
        if left_out > 0:
            view.append(label(self.tr("… and %Ln more; type another word.", None, left_out), "dim", view))
        rows = [each for group in self._groups for each in self._own_rows(group.key, view)]
        rows += [
            lead_row(group.title, group.text, partial(self.show_group, group.key), view)
            for group in self._groups
            if not group.fields and has_words(f"{group.title} {group.text}", text)
        ]
        for heading, shortcuts in self._shortcuts.items():
            known = tuple(one for one in shortcuts if has_words(f"{heading} {one.words} {' '.join(one.keys)}", text))
            rows += [shortcut_rows(heading, known[:MOST_FOUND], view)] if known else []
        for each in rows:
            if says(each, text):
                view.append(each)
            else:
                each.hide()
                each.deleteLater()

    def _about_models(self) -> str:
        return self.tr(
            "They understand what is recorded, on this computer. What comes with Daytrail works without a network; "
            "more is fetched only when you say so."
        )

    def _model_list(self, view: GroupView) -> ModelList:
        models = self.models = ModelList(self._controls.home, self._controls.settings, view)
        fields = {field.path: field for group in self._groups for field in group.fields}
        models.chosen.connect(lambda path, name: self._edit(fields[path], name))
        self.applied.connect(lambda _: models.read())
        return models

    def _find(self, text: str) -> None:
        if not text.strip():
            self.show_group(self.list.current)
            return
        groups = found(self._groups, text)
        left_out = sum(len(group.fields) for group in groups) - MOST_FOUND
        before, self._found = self._found, self._make_view(first_of(groups, MOST_FOUND), "")
        self._add_found(text, self._found, left_out)
        self._stack.setCurrentWidget(self._found)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _edit(self, field: SettingField, value: object) -> None:
        try:
            with_value(self._controls.settings(), field.path, value)
        except ValueError as error:
            self._say_wrong(field, str(error))
            return
        self._pending[field.path] = value
        controls, pending = self._controls, dict(self._pending)

        def apply() -> Settings:
            settings = controls.settings()
            for path, wanted in pending.items():
                settings = with_value(settings, path, wanted)
            controls.apply(settings)
            return settings

        self._applies.ask(apply, self._done, lambda error: self._failed(field, error))

    def _done(self, settings: Settings) -> None:
        self._pending.clear()
        self._show(settings)
        self.applied.emit(settings)

    def _failed(self, field: SettingField, error: Exception) -> None:
        self._pending.clear()
        self._show(self._controls.settings())
        self._say_wrong(field, str(error) if isinstance(error, ValueError) else explain(error))

    def _say_wrong(self, field: SettingField, text: str) -> None:
        for view in self._all_views():
            for row in view.rows:
                if row.field.path == field.path:
                    row.show_error(text)
        if self.models is not None:
            self.models.refuse(field.path, text)

    def _show(self, settings: Settings) -> None:
        for view in self._all_views():
            view.show_settings(settings)

    def _all_views(self) -> list[GroupView]:
        return [*self._views.values(), *([self._found] if self._found is not None else [])]

    def _suggester(self, field: SettingField) -> Callable[[], list[str]]:
        """Return what reads applications or titles of recent windows, the newest first."""
        store, part = self._controls.store, "title" if "title" in field.path[-1] else "app"

        def suggest() -> list[str]:
            query = EventQuery((WINDOW_FOCUS,), newest_first=True, limit=RECENT_WINDOWS)
            names = (str(event.data.get(part) or "") for event in store.events(query))
            return list(dict.fromkeys(name for name in names if name))[:MOST_SUGGESTIONS]

        return suggest

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._controls.home))):
            self.said.emit(self.tr("No program here opens folders; it is at {0}").format(self._controls.home))


def _said(text: str) -> str:
    """A text that a part declared, in the window's language."""
    return translate("declared", text) if text else ""
