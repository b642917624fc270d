"""The bar above the pages: which day, search, how much time is in view, and the recorder."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.ui.day_button import DayButton
from app.ui.icons import icon
from app.ui.recorder import RecorderView
from app.ui.search_box import SearchBox
from app.ui.theme import Theme
from app.ui.widgets.labels import label, set_property
from app.ui.words import duration

HEIGHT_PX = 52


class TopBar(QWidget):
    """Emits `dayChosen` with a date and `todayChosen`; the search box speaks for itself."""

    dayChosen = Signal(object)  # noqa: N815
    todayChosen = Signal()  # noqa: N815

    def __init__(self, theme: Theme, recorder_menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT_PX)
        self._view = RecorderView()
        self.day = DayButton(theme, self)
        self.day.chosen.connect(self.dayChosen)
        self.previous = self._step(-1, self.tr("Previous day"))
        self.next = self._step(1, self.tr("Next day"))
        self.today = QPushButton(self.tr("Today"), self)
        self.today.clicked.connect(self.todayChosen)
        self.search = SearchBox(theme, self)
        self.span = label("", "box", self)
        self.span.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.pill = QPushButton(self)
        self.pill.setObjectName("pill")
        self.pill.setIconSize(QSize(10, 10))
        self.pill.setMenu(recorder_menu)
        self._arrange()
        self.set_theme(theme)

    def show_span(self, span_us: int | None) -> None:
        """Say how much time is in view, or nothing."""
        self.span.setVisible(span_us is not None)
        if span_us is not None:
            self.span.setText(self.tr("{0} in view").format(duration(span_us / 1_000_000)))

    def show_recorder(self, view: RecorderView) -> None:
        """Show the recorder's state."""
        self._view = view
        self.pill.setText(f" {view.headline}")
        self.pill.setToolTip(", ".join(view.trouble))
        self.pill.setAccessibleName(self.tr("Recorder: {0}").format(view.headline))
        set_property(self.pill, "state", view.mood)
        self._colour_pill()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._point()
        self.day.set_theme(theme)
        self.search.set_theme(theme)
        self._colour_pill()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._point()

    def _point(self) -> None:
        """Let the arrows point away from the day, on whichever side of it they stand."""
        before, after = ("right", "left") if self.isRightToLeft() else ("left", "right")
        self.previous.setIcon(icon(before, self._theme.text, None, 14))
        self.next.setIcon(icon(after, self._theme.text, None, 14))

    def _colour_pill(self) -> None:
        theme = self._theme
        moods = {"recording": theme.recording, "trouble": theme.warn, "paused": theme.warn}
        self.pill.setIcon(icon("dot", moods.get(self._view.mood, theme.faint), None, 10))

    def _step(self, days: int, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setIconSize(QSize(14, 14))
        button.setFixedWidth(30)
        button.clicked.connect(lambda: self._go(days))
        return button

    def _go(self, days: int) -> None:
        if date.min + timedelta(days=1) < self.day.day < date.max - timedelta(days=1):
            self.dayChosen.emit(self.day.day + timedelta(days=days))

    def _arrange(self) -> None:
        left, right = QHBoxLayout(), QHBoxLayout()
        for part in (self.previous, self.day, self.next, self.today):
            left.addWidget(part)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(self.span)
        right.addWidget(self.pill)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 0, 16, 0)
        inside.setSpacing(12)
        inside.addLayout(left, 4)
        inside.addWidget(self.search, 5)
        inside.addLayout(right, 4)
        for group in (left, right):
            group.setSpacing(10)
