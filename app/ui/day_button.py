"""The button that names the day in view, with a calendar to choose another."""

from datetime import date

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QPushButton, QWidget, QWidgetAction

from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.words import full_day


class DayButton(QPushButton):
    """Emits `chosen` with a date."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = date.min
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setMinimumSize(300, 230)
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self.setIconSize(QSize(12, 12))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(self.calendar)
        menu.addAction(holder)
        menu.aboutToShow.connect(self._open)
        self.setMenu(menu)
        self.set_theme(theme)

    @property
    def day(self) -> date:
        """The day that it names."""
        return self._day

    def show_day(self, day: date) -> None:
        """Name another day."""
        if day != self._day:
            self._day = day
            self.setText(full_day(day))
            self.setAccessibleName(self.tr("Day in view: {0}").format(full_day(day)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.setIcon(icon("down", theme.dim, None, 12))
        weekday = QTextCharFormat()
        weekday.setForeground(QColor(theme.text))
        self.calendar.setHeaderTextFormat(weekday)
        for which in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(which, weekday)

    def _open(self) -> None:
        around = self.parentWidget()
        direction = QGuiApplication.layoutDirection() if around is None else around.layoutDirection()
        for part in (self.menu(), self.calendar):  # weeks run as the window does, not as the button
            if part is not None:
                part.setLayoutDirection(direction)
        self.calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        self.calendar.setFocus()

    def _choose(self, chosen: QDate) -> None:
        menu = self.menu()
        if menu is not None:
            menu.close()
        self.chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))
