"""The bar that appears while a span is selected: its length, and a button for everything it can do."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.span_actions import SpanAction, selected_words
from app.ui.widgets.labels import label

_SIDE_PX = 28


class SelectionBar(QWidget):
    """Shown while the navigator has a selection; its buttons act on that. For the main thread alone."""

    def __init__(
        self, navigator: Navigator, actions: tuple[SpanAction, ...], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._navigator, self._actions = navigator, actions
        self.length = label("", "name", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.length)
        row.addSpacing(6)
        self.buttons = [self._button(action) for action in actions]
        for button in self.buttons:
            row.addWidget(button)
        navigator.selection_changed.connect(self._follow)
        self.set_theme(theme)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for button, action in zip(self.buttons, self._actions, strict=True):
            button.setIcon(icon(action.icon, theme.recording_text if action.dangerous else theme.text, None, 16))

    def _button(self, action: SpanAction) -> QPushButton:
        made = QPushButton(self)
        made.setToolTip(action.words)
        made.setAccessibleName(action.words)
        made.setIconSize(QSize(16, 16))
        made.setFixedWidth(_SIDE_PX + 8)
        made.setStyleSheet(f"padding: 0; min-height: {_SIDE_PX}px; max-height: {_SIDE_PX}px")
        made.clicked.connect(lambda: self._act(action))
        return made

    def _act(self, action: SpanAction) -> None:
        if self._navigator.selection is not None:
            action.verb(*self._navigator.selection)

    def _follow(self) -> None:
        span = self._navigator.selection
        if span is not None:
            self.length.setText(selected_words(span))
        self.setVisible(span is not None)
