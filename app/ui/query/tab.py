"""One statement with its answer: editor, tool bar, table and chart. Nothing here waits on the main thread."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.query.asking import Asking
from app.query.exporting import FORMATS, write_rows
from app.query.formatting import formatted
from app.query.memory import Pin
from app.query.pins import lane_columns
from app.ui.background import Background
from app.ui.query.chart_side import ChartSide
from app.ui.query.editor import SqlEditor
from app.ui.query.engine_choice import EngineChoice, Engines
from app.ui.query.long_table import LongTable
from app.ui.query.parameter_bar import ParameterBar
from app.ui.query.result_model import ResultModel, cell_text
from app.ui.query.result_table import MOST_COPIED, ResultTable
from app.ui.query.tool_bar import ToolBar
from app.ui.theme import Theme
from app.ui.widgets.labels import label
from app.ui.words import number
from storage.sql.engine import Catalog, QueryError, Statement, Value
from storage.sql.parameters import names_in

_LOOK_MS: Final = 60
_CHECK_MS: Final = 350

Given = Callable[[], Mapping[str, Value]]
translate = QCoreApplication.translate


class QueryTab(QWidget):
    """Signals: `asked(sql)` a statement was run, `saveWanted(title, sql)`, `pinWanted(Pin)`, `said(text)`, `edited`."""

    asked = Signal(str)
    saveWanted = Signal(str, str)  # noqa: N815
    pinWanted = Signal(object)  # noqa: N815
    said = Signal(str)
    edited = Signal()

    def __init__(self, engines: Engines, given: Given, theme: Theme, parent: QWidget, threads: QThreadPool) -> None:
        super().__init__(parent)
        self.engines = EngineChoice(engines, self)
        self._asking: Asking | None = None
        self._shown: Asking | None = None
        self._title = self._ran_on = ""
        self._runs = Background(self, pool=threads)
        self._checks = Background(self, pool=threads)
        self._writes = Background(self, ordered=True, pool=threads)
        self.editor = SqlEditor(theme, self)
        self.parameters = ParameterBar(given, self)
        self.model = ResultModel(self, threads)
        self.table = ResultTable(self.model, self)
        self.long_table = LongTable(self.table, self.model, self)
        self.chart = ChartSide(theme, self, threads)
        self.bar = ToolBar(self.engines, self)
        self.status, self.find_line = self.bar.status, self.bar.find_line
        self.answer = QStackedWidget(self)
        self.hint = label(_hint(), "dim", self, wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._connect()
        self.bar.show_running(running=False)

    @property
    def title(self) -> str:
        """Name of the saved query it began as, "" for none."""
        return self._title

    @property
    def busy(self) -> bool:
        """Whether a statement runs."""
        return self._asking is not None

    def settled(self) -> bool:
        """Tell whether nothing is on its way any more."""
        return (
            not any(each.busy for each in (self._runs, self._checks, self._writes, self.chart, self.model))
            and not self.busy
        )

    def show_statement(self, sql: str, title: str = "") -> None:
        """Put another statement into the editor."""
        self._title = title
        self.editor.setPlainText(sql)

    def show_catalogs(self, catalogs: Sequence[Catalog]) -> None:
        """Complete these names; there may be other engines, too."""
        self.engines.renew()
        self.editor.show_catalogs(catalogs)

    def run(self, *, explain: bool = False) -> None:
        """Run the statement; one that still runs is cancelled."""
        sql = self.editor.toPlainText()
        if not sql.strip():
            return
        self.cancel()
        asked = f"EXPLAIN {sql}" if explain else sql
        asking = Asking(self.engines.engine, Statement(asked, self.parameters.values()))
        self._asking, self._ran_on = asking, self.engines.key
        self.bar.show_running(running=True)
        self._look.start()
        self._runs.ask(asking.work, self._finished)
        self.asked.emit(sql)

    def cancel(self) -> None:
        """Stop at once; what has come stays."""
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()
            self._look.stop()
            self._runs.cancel()
            self.bar.show_running(running=False)
            self.bar.say(self.tr("Cancelled · {0}").format(self._rows(asking.rows.total)))

    def stop(self) -> None:
        """End what runs and let go of the answer."""
        self.cancel()
        self.chart.stop()
        for work in (self._checks, self._writes):
            work.cancel()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.editor.set_theme(theme)
        self.chart.set_theme(theme)

    def _arrange(self) -> None:
        self.answer.addWidget(self.hint)
        self.answer.addWidget(self.long_table)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(self.answer)
        below.addWidget(self.chart)
        below.setSizes([770, 350])
        under = QWidget(self)
        lower = QVBoxLayout(under)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        for part in (self.parameters, self.bar):
            lower.addWidget(part)
        lower.addWidget(below, 1)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.addWidget(self.editor)
        whole.addWidget(under)
        whole.setSizes([170, 700])
        whole.setCollapsible(1, False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.busy:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_at_progress)
        self._settle = QTimer(self, interval=_CHECK_MS, singleShot=True)
        self._settle.timeout.connect(self._check)
        self.editor.textChanged.connect(self._changed)
        self.editor.runWanted.connect(self.run)
        self.parameters.entered.connect(self.run)
        self.bar.run.clicked.connect(lambda: self.run())
        self.bar.stop.clicked.connect(self.cancel)
        self.bar.save.clicked.connect(self._save)
        self.bar.exportWanted.connect(self._export)
        self.bar.copyWanted.connect(self._copy_all)
        self.bar.layOutWanted.connect(self._lay_out_statement)
        self.bar.explainWanted.connect(lambda: self.run(explain=True))
        self.bar.pinWanted.connect(self._ask_pin)
        self.find_line.textChanged.connect(self.model.filter)
        self.model.arranged.connect(lambda: self._say_rows())
        self.engines.currentIndexChanged.connect(lambda _: self._settle.start())

    def _changed(self) -> None:
        self.parameters.show_names(names_in(self.editor.toPlainText()))
        self._settle.start()

    def _check(self) -> None:
        self.edited.emit()
        sql = self.editor.toPlainText()
        if not sql.strip():
            self.editor.underline(None)
            return

        engine = self.engines.engine

        def work() -> QueryError | None:
            try:
                engine.check(sql)
            except QueryError as error:
                return error
            return None

        self._checks.ask(work, self._show_check)

    def _show_check(self, error: QueryError | None) -> None:
        self.editor.underline(error)
        self.editor.setToolTip(str(error or ""))
        if not self.busy and error is not None:
            self.bar.say(str(error), wrong=True)
        elif not self.busy:
            self._say_rows()

    def _look_at_progress(self) -> None:
        asking = self._asking
        if asking is None:
            return
        progress = asking.progress()
        self.bar.show_share(progress.share)
        if asking.has_columns:
            self._show_rows(asking)
        counted = self._rows(progress.rows) + "…" if progress.rows else self.tr("Running…")
        self.bar.say(progress.step + "…" if progress.step else counted)

    def _show_rows(self, asking: Asking) -> None:
        if self._shown is not asking:
            self._shown = asking
            self.answer.setCurrentWidget(self.long_table)
            self.find_line.clear()
            self.model.show_rows(asking.rows)
            self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            if asking.rows.total:
                self.table.fit()
            return
        first = self.model.rowCount() == 0
        self.model.grow()
        if first and self.model.rowCount():
            self.table.fit()

    def _finished(self, asking: Asking) -> None:
        self._asking = None
        self._look.stop()
        self.bar.show_running(running=False)
        if asking.has_columns:
            self._show_rows(asking)
            self.model.complete()
            self.table.fit(only_wider=True)
        if asking.error is not None:
            self.editor.underline(asking.error)
            self.bar.say(str(asking.error), wrong=True)
            return
        self._say_rows()
        self.chart.offer(asking.rows)

    def _say_rows(self) -> None:
        asking = self._shown
        summary = None if asking is None else asking.summary
        if asking is None or summary is None:
            self.bar.say("")
            return
        parts = [self._rows(asking.rows.count)]
        if asking.rows.count != asking.rows.total:
            parts[0] = self.tr("{0} of {1} rows").format(number(asking.rows.count), number(asking.rows.total))
        elif summary.cut_off:
            parts[0] += " " + self.tr("(there are more)")
        parts.append(f"{summary.elapsed_ms:.0f} ms")
        parts.append(self._sources(max(1, len(summary.sources))))
        parts.append(self.tr("read-only"))
        self.bar.say(" · ".join(parts))

    def _rows(self, count: int) -> str:
        return self.tr("1 row") if count == 1 else self.tr("{0} rows").format(number(count))

    def _sources(self, count: int) -> str:
        return self.tr("1 source") if count == 1 else self.tr("{0} sources").format(number(count))

    def _lay_out_statement(self) -> None:
        sql, dialect = self.editor.toPlainText(), self.engines.engine.dialect

        def work() -> str | QueryError:
            try:
                return formatted(sql, dialect)
            except QueryError as error:
                return error

        def done(found: str | QueryError) -> None:
            if isinstance(found, QueryError):
                self.bar.say(str(found), wrong=True)
            elif self.editor.toPlainText() == sql:
                self.editor.replace_all(found)

        self._checks.ask(work, done)

    def _save(self) -> None:
        title, agreed = QInputDialog.getText(self, self.tr("Save query"), self.tr("Name"), text=self._title)
        if agreed and title.strip():
            self._title = title.strip()
            self.saveWanted.emit(self._title, self.editor.toPlainText())

    def _ask_pin(self) -> None:
        if not self._has_times():
            return
        asked = self.tr("Name of the lane")
        title, agreed = QInputDialog.getText(self, self.tr("Pin to the timeline"), asked, text=self._title)
        if agreed and title.strip():
            self.pin(title.strip())

    def pin(self, title: str) -> None:
        """Have the answer shown as a lane of the timeline; without a time in it, say what is missing."""
        asking = self._shown
        if asking is None or not self._has_times():
            return
        self.pinWanted.emit(Pin(title, asking.statement.sql, self._ran_on, dict(asking.statement.parameters)))
        self.said.emit(self.tr("“{0}” is a lane of the timeline now").format(title))

    def _has_times(self) -> bool:
        """Tell whether the answer can be a lane, and the owner why not."""
        if self._shown is not None and lane_columns(self._shown.rows.schema) is not None:
            return True
        self.bar.say(self.tr("Run a statement that has a column with a time first."), wrong=True)
        return False

    def _export(self, which: str) -> None:
        asking = self._shown
        if asking is None:
            return
        ending = FORMATS[which]
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export answer"), f"answer.{ending}", f"{which} (*.{ending})"
        )
        if chosen:
            self.export_to(which, Path(chosen))

    def export_to(self, which: str, path: Path) -> None:
        """Write the shown rows to a file, in the background."""
        asking = self._shown
        if asking is None:
            return
        rows = asking.rows
        self._writes.ask(
            lambda: write_rows(rows, which, path),
            lambda count: self.said.emit(self.tr("{0} rows written to {1}").format(number(count), path.name)),
            lambda error: self.said.emit(self.tr("The answer could not be written: {0}").format(error)),
        )

    def _copy_all(self) -> None:
        """Put all rows on the clipboard, or as many of the first as may be."""
        asking = self._shown
        if asking is None or not asking.rows.schema.names:
            return
        rows = asking.rows
        most = max(1, MOST_COPIED // len(rows.schema.names))

        def work() -> str:
            columns = [column.to_pylist() for column in rows.table(most).columns]
            lines = ["\t".join(rows.schema.names)]
            lines += ["\t".join(map(cell_text, cells)) for cells in zip(*columns, strict=True)]
            return "\n".join(lines)

        def done(text: str) -> None:
            QApplication.clipboard().setText(text)
            copied, there = text.count("\n"), rows.count
            said = self.tr("{0} rows copied") if copied == there else self.tr("The first {0} of {1} rows copied")
            self.said.emit(said.format(number(copied), number(there)))

        self._writes.ask(work, done)


def _hint() -> str:
    """Return what stands where the answer will be."""
    return translate(
        "QueryTab",
        "Write a statement and run it with Ctrl+Return, or choose a saved query at the left.\n"
        "Queries only read; what is recorded is the catalog live.",
    )
