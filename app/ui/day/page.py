"""The day page: a day, week or month in figures and columns, applications, categories, and the year."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.controls import Controls
from app.day.categories import Categories, category_times, rule_of
from app.day.disk import DiskShare
from app.day.periods import Period, days_of, stepped, usual_s
from app.timeline.colours import NEUTRAL, colour_of
from app.timeline.zone import SystemZone, Zone
from app.ui.background import Background, explain
from app.ui.day.categories_dialog import CategoriesDialog
from app.ui.day.columns import TimeColumns
from app.ui.day.figure import FigureCard
from app.ui.day.heat_map import HeatMap
from app.ui.day.reading import Figures, read_day_disk, read_figures
from app.ui.day.share_list import Share, ShareList
from app.ui.day.telling import columns_of, figures_of
from app.ui.settings.fields import with_value
from app.ui.theme import Theme
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.words import size

_MOST_APPS = 7
_MOST_CATEGORIES = 9


class DayPage(QWidget):
    """Figures of the day it is told, read off the main thread.

    Signals:
        dayChosen(day): the owner turned to another day.
        momentChosen(day, hour): the owner wants to see an hour on the timeline.
        searchWanted(text): the owner wants to search for something shown here.
        said(text): a message for the owner.
    """

    dayChosen = Signal(object)  # noqa: N815
    momentChosen = Signal(object, int)  # noqa: N815
    searchWanted = Signal(str)  # noqa: N815
    said = Signal(str)

    def __init__(
        self, controls: Controls, theme: Theme, day: date, parent: QWidget | None = None, *, zone: Zone | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._controls, self._theme, self._zone = controls, theme, zone or SystemZone()
        self._day, self._period = day, Period.DAY
        self._figures: Figures | None = None
        self._stale = True
        self._reads, self._disk_reads, self._applies = (Background(self) for _ in range(3))
        self.active = FigureCard(self.tr("Active"))
        self.spoken = FigureCard(self.tr("Spoken"))
        self.typed = FigureCard(self.tr("Typed"))
        self.disk = FigureCard(self.tr("On disk"))
        self.hours_card = Card(self.tr("Hour by hour"))
        self.columns = TimeColumns(theme)
        self.apps = ShareList(theme, self.tr("No window was in focus."))
        self.categories = ShareList(theme, self.tr("Nothing to sort yet."))
        self.edit_button = QPushButton(self.tr("Edit…"))
        self.year = HeatMap(theme)
        self.periods = self._period_buttons()
        self._message = label("", "error", self, wrap=True)
        self._lay_out()
        self._connect()

    @property
    def day(self) -> date:
        """The day it shows, or one of the week or month it shows."""
        return self._day

    @property
    def period(self) -> Period:
        """What it shows at once."""
        return self._period

    @property
    def busy(self) -> bool:
        """Whether figures are on their way."""
        return self._reads.busy or self._disk_reads.busy or self._applies.busy

    def show_day(self, day: date) -> None:
        """Show another day, in the same period."""
        if day != self._day:
            self._day = day
            self._read()

    def step(self, steps: int) -> date:
        """Turn to an earlier or later day, week or month, and return where that is."""
        self.show_day(stepped(self._period, self._day, steps))
        return self._day

    def show_period(self, period: Period) -> None:
        """Show a day, week or month."""
        if period is not self._period:
            self._period = period
            self.periods[period].setChecked(True)
            self._read()

    def reload(self) -> None:
        """There is other data: read again when the page is seen."""
        self._stale = True
        if self.isVisible():
            self._read()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for part in (self.columns, self.apps, self.categories, self.year):
            part.set_theme(theme)

    def stop(self) -> None:
        """Take no further answers."""
        for each in (self._reads, self._disk_reads, self._applies):
            each.cancel()

    def edit_categories(self) -> CategoriesDialog:
        """Open the dialog with the rules."""
        windows = self._figures.windows if self._figures is not None else ()
        rules = self._controls.settings().day.categories
        dialog = CategoriesDialog(rules, windows, self._theme, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._save_rules)
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._stale:
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._stale = True

    def _read(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        store, media, zone = self._controls.store, self._controls.media, self._zone
        days = days_of(self._period, self._day, _week_start())
        self._reads.ask(lambda: read_figures(store, days, self._day, zone), self._show, self._failed)
        self.disk.show_figure("…")
        self._disk_reads.ask(lambda: read_day_disk(store, media, days, zone), self._show_disk, self._failed)

    def _show(self, figures: Figures) -> None:
        self._figures = figures
        self._message.hide()
        talks = self.tr("%Ln conversation(s)", None, figures.day.conversations) if figures.day is not None else ""
        usual = usual_s(figures.year, self._day) if figures.day is not None else None
        for card, told in zip((self.active, self.spoken, self.typed), figures_of(figures, usual, talks), strict=True):
            card.show_figure(*told)
        title = {
            Period.DAY: self.tr("Hour by hour"),
            Period.WEEK: self.tr("Day by day"),
            Period.MONTH: self.tr("Day by day"),
        }[self._period]
        self.hours_card.head.setText(title.upper())
        self.columns.show_columns(columns_of(figures), title, self.tr("Nothing was recorded in this time."))
        apps = [(app.name, app.seconds) for app in figures.apps[:_MOST_APPS]]
        self.apps.show_shares([Share(name, name, 0, seconds, colour_of(name)) for name, seconds in apps])
        self._show_categories()
        self.year.show_year(figures.year, self._day, _week_start())

    def _show_categories(self) -> None:
        if self._figures is None:
            return
        categories = Categories(map(rule_of, self._controls.settings().day.categories))
        shares = []
        for each in category_times(self._figures.windows, categories)[:_MOST_CATEGORIES]:
            name = each.path[-1] if each.path else self.tr("Everything else")
            colour = colour_of(each.path[0]) if each.path else NEUTRAL
            shares.append(Share(" › ".join(each.path), name, max(0, len(each.path) - 1), each.seconds, colour))
        self.categories.show_shares(shares)
        self.edit_button.setEnabled(True)

    def _show_disk(self, found: DiskShare) -> None:
        names = {"screen": self.tr("screen"), "sound": self.tr("sound"), "camera": self.tr("camera")}
        parts = [f"{names[kind]} {size(amount)}" for kind, amount in found.by_kind.items() if amount]
        self.disk.show_figure(size(found.total_bytes), " · ".join(parts))

    def _failed(self, error: Exception) -> None:
        self._message.setText(explain(error))
        self._message.show()

    def _save_rules(self, rules: tuple[str, ...]) -> None:
        controls = self._controls

        def apply() -> None:
            controls.apply(with_value(controls.settings(), ("day", "categories"), rules))

        self._applies.ask(apply, lambda _: self._show_categories(), self._failed)

    def _column_chosen(self, index: int) -> None:
        if self._period is Period.DAY:
            self.momentChosen.emit(self._day, index)
        else:
            day = days_of(self._period, self._day, _week_start())[index]
            self._period = Period.DAY
            self.periods[Period.DAY].setChecked(True)
            self._day = day
            self._read()
            self.dayChosen.emit(day)

    def _search(self, app: str) -> None:
        days = days_of(self._period, self._day, _week_start())
        when = f"on:{days[0]}" if len(days) == 1 else f"after:{days[0]} before:{stepped(self._period, days[0], 1)}"
        self.searchWanted.emit(f'app:"{app}" {when}')

    def _connect(self) -> None:
        self.columns.chosen.connect(self._column_chosen)
        self.year.chosen.connect(self.dayChosen)
        self.year.chosen.connect(self.show_day)
        self.apps.chosen.connect(self._search)
        self.categories.chosen.connect(lambda _: self.edit_categories())
        self.edit_button.clicked.connect(lambda: self.edit_categories())

    def _period_buttons(self) -> dict[Period, QPushButton]:
        group = QButtonGroup(self)
        made = {}
        for period, words in (
            (Period.DAY, self.tr("Day")),
            (Period.WEEK, self.tr("Week")),
            (Period.MONTH, self.tr("Month")),
        ):
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.setProperty("role", "row")
            button.clicked.connect(self._turn_to(period))
            group.addButton(button)
            made[period] = button
        made[Period.DAY].setChecked(True)
        return made

    def _turn_to(self, period: Period) -> Callable[[], None]:
        return lambda: self.show_period(period)

    def _lay_out(self) -> None:
        self._message.hide()
        switch = QHBoxLayout()
        switch.setSpacing(4)
        for button in self.periods.values():
            switch.addWidget(button)
        switch.addStretch(1)
        self.hours_card.body.addWidget(self.columns, 1)
        apps_card, categories_card, year_card = (
            Card(words) for words in (self.tr("Applications"), self.tr("Categories"), self.tr("The year"))
        )
        apps_card.body.addWidget(self.apps)
        head = QHBoxLayout()
        categories_card.body.removeWidget(categories_card.head)
        head.addWidget(categories_card.head)
        head.addStretch(1)
        self.edit_button.setProperty("role", "link")
        head.addWidget(self.edit_button)
        categories_card.body.addLayout(head)
        categories_card.body.addWidget(self.categories)
        year_card.body.addWidget(self.year, 1)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 14, 24, 20)
        grid.setSpacing(14)
        grid.addLayout(switch, 0, 0, 1, 4)
        grid.addWidget(self._message, 1, 0, 1, 4)
        for column, card in enumerate((self.active, self.spoken, self.typed, self.disk)):
            grid.addWidget(card, 2, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.hours_card, 3, 0, 1, 3)
        grid.addWidget(apps_card, 3, 3)
        grid.addWidget(year_card, 4, 0, 1, 3)
        grid.addWidget(categories_card, 4, 3)
        grid.setRowStretch(3, 3)
        grid.setRowStretch(4, 2)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)


def _week_start() -> int:
    return QLocale().firstDayOfWeek().value - 1
