"""The hits of a search as a Qt list model that grows as its reader scrolls."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.ui.search.kinds import chip_of
from app.ui.search.snippet import read_snippet
from app.ui.words import moment
from storage.clock import Clock
from storage.store import Hit, SearchPage

HIT_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """Hits, best first or newest first. Emits `moreWanted` with the cursor of the next page."""

    moreWanted = Signal(str)  # noqa: N815

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._hits: list[Hit] = []
        self._cursor: str | None = None
        self._by_time = False

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is shown, in that order."""
        return tuple(self._hits)

    def begin(self, page: SearchPage) -> None:
        """Show another answer."""
        self.beginResetModel()
        self._hits = list(page.hits)
        self._cursor = page.cursor
        self._sort()
        self.endResetModel()

    def extend(self, page: SearchPage) -> None:
        """Add the next page."""
        if page.hits and not self._by_time:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(page.hits) - 1)
            self._hits += page.hits
            self.endInsertRows()
        elif page.hits:
            self.beginResetModel()
            self._hits += page.hits
            self._sort()
            self.endResetModel()
        self._cursor = page.cursor

    def order(self, *, by_time: bool) -> None:
        """Order by time, newest first, or by relevance."""
        if by_time != self._by_time:
            self.beginResetModel()
            self._by_time = by_time
            self._sort()
            self.endResetModel()

    def row_of(self, hit: Hit | None) -> int:
        """Return where a hit of an earlier answer stands now, 0 where it does not."""
        rows = (row for row, other in enumerate(self._hits) if hit is not None and other.event.uid == hit.event.uid)
        return next(rows, 0)

    def touch(self, uid: bytes) -> None:
        """Paint the hits of an event again."""
        for row, hit in enumerate(self._hits):
            if hit.event.uid == uid:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            when = moment(hit.start_us, self._clock.now_us())
            return ", ".join((when, hit.app, hit.title, chip_of(hit), read_snippet(hit.snippet).text))
        return None

    def canFetchMore(self, parent: Index) -> bool:  # noqa: ARG002, N802
        return self._cursor is not None

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802
        if self._cursor is not None:
            cursor, self._cursor = self._cursor, None
            self.moreWanted.emit(cursor)

    def _sort(self) -> None:
        if self._by_time:
            self._hits.sort(key=lambda hit: -hit.start_us)
        else:
            self._hits.sort(key=lambda hit: -hit.score)
