"""How the search box in the bar and the search page work together."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from app.ui.pages import SEARCH, TIMELINE, Pages
from app.ui.search_box import SearchBox


class Searching(QObject):
    """Brings the search page to the front when the owner searches. For the main thread alone."""

    def __init__(self, box: SearchBox, pages: Pages, show_page: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._pages, self._show_page = box, pages, show_page
        box.asked.connect(self._asked)
        box.entered.connect(self._entered)
        box.stepped.connect(self._stepped)
        box.left.connect(self._left)
        pages.timeline.searchRequested.connect(self.begin)

    def focus(self) -> None:
        """Let the owner type another search."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def begin(self, text: str) -> None:
        """Search, and let the owner go on typing."""
        self._box.ask(text)
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.setCursorPosition(len(self._box.text()))

    def _asked(self, text: str) -> None:
        if text.strip() or self._pages.current == SEARCH:
            self._show_page(SEARCH)
        self._pages.search.ask(text)

    def _entered(self) -> None:
        page, text, elsewhere = self._pages.search, self._box.text(), self._pages.current != SEARCH
        if elsewhere:
            self._show_page(SEARCH)
        if text != page.query:
            page.ask(text)
        elif page.answered and not elsewhere:
            page.open_current()

    def _stepped(self, rows: int) -> None:
        self._show_page(SEARCH)
        self._pages.search.step(rows)

    def _left(self) -> None:
        self._box.clearFocus()
        self._show_page(TIMELINE)
