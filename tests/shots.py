"""Takes a picture of every window in both themes, with a made-up week, into `build/shots/`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).resolve().parent}/gui/screen.json")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QDeadlineTimer, QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.controls import RecorderState
from app.day.periods import Period
from app.settings import Settings, Theme
from app.timeline.places import place_named
from app.ui.appearance import Appearance
from app.ui.application import make_application
from app.ui.forget import ForgetDialog
from app.ui.main_window import SMALLEST, MainWindow
from app.ui.recorder import RecorderModel
from app.ui.settings.rules_editor import RulesEditor
from app.ui.welcome import consented
from storage.objects.open import open_media
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import open_sqlite
from tests.data.sample_day import DAY_US, fill
from tests.data.sample_way import CAFE, HOME, WORK, fill_way
from tests.gui.fake_controls import FakeControls, FixedClock

OUT = Path(__file__).resolve().parent.parent / "build" / "shots"
NOW = datetime(2026, 11, 20, 16, 42, 17).astimezone()
DAYS = 5
SIZE = (1600, 1000)
WAIT_MS = 90_000
NAMES = {"Home office": HOME, "Workshop": WORK, "Café Linde": CAFE}
QUERY = """-- time per application, and what was said meanwhile
WITH heard AS (SELECT w.uid, count(*) AS said, max(t.text) AS note
               FROM live.window_usage w JOIN live.transcripts t
                 ON t.start_ts >= w.start_ts AND t.start_ts < w.end_ts GROUP BY 1)
SELECT w.day, w.app, round(sum(w.seconds) / 60) AS minutes, sum(h.said) AS said, max(h.note) AS note
FROM live.window_usage w LEFT JOIN heard h USING (uid)
WHERE w.day >= '2026-11-01' AND w.seconds > 0 GROUP BY ALL ORDER BY 1 DESC, 3 DESC"""


@contextmanager
def sample_controls(days: int = DAYS) -> Iterator[FakeControls]:
    """Yield controls over a real store with some made-up days that end today."""
    midnight = round(NOW.replace(hour=0, minute=0, second=0).timestamp()) * 1_000_000
    now_us = round(NOW.timestamp()) * 1_000_000
    with tempfile.TemporaryDirectory(prefix="daytrail-shots-") as folder:
        home = Path(folder)
        clock = FixedClock(now_us)
        storage = open_sqlite(home, clock=clock)
        media = open_media(home / "media")
        fill(storage.log, media, midnight - (days - 1) * DAY_US, days)
        fill_way(storage.log, midnight)
        storage.log.append([place_named(name, spot, now_us, "desk") for name, spot in NAMES.items()])
        FulltextIndexer(storage.writer, storage.readers, storage.log).catch_up()
        on = {"screen": True, "windows": True, "input": True, "microphone": True, "camera": True, "clipboard": False}
        controls = FakeControls(
            storage.store, storage.log, media, home, now_us, consented(Settings(), on), RecorderState.RECORDING
        )
        controls.backlog = 14
        try:
            yield controls
        finally:
            storage.close()


def wait(done: Callable[[], bool]) -> None:
    """Let Qt work until something is the case; give up with an error when it takes too long."""
    deadline = QDeadlineTimer(WAIT_MS)
    while not done():
        if deadline.hasExpired():
            raise TimeoutError("the window did not come to rest")
        QApplication.processEvents()


def save(widget: QWidget, name: str) -> None:
    """Save a picture of a widget."""
    QApplication.processEvents()
    path = OUT / f"{name}.png"
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")
    print(path)


def shoot(controls: FakeControls, appearance: Appearance, theme: Theme) -> None:
    """Take every picture in one theme."""
    appearance.choose(theme)
    clock = FixedClock(controls.now_us)
    recorder = RecorderModel(controls, clock)
    memory = QSettings(str(controls.home / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(controls, recorder, appearance, clock, memory)
    window.resize(*SIZE)
    window.show()
    recorder.refresh()
    wait(lambda: bool(recorder.sources))
    for name, page in (
        ("timeline", _timeline),
        ("search", _search),
        ("search-empty", _search_empty),
        ("search-error", _search_error),
        ("day", _day),
        ("week", _week),
        ("query", _query),
        ("sources", _sources),
        ("settings", _settings),
        ("settings-found", _settings_found),
        ("settings-storage", partial(_settings_group, key="storage")),
        ("settings-models", _settings_models),
        ("settings-shortcuts", partial(_settings_group, key="shortcuts")),
    ):
        page(window)
        save(window, f"{name}-{theme.value}")
    window.resize(*SMALLEST)
    for name, page in (("small-search", _search), ("small-sources", _sources), ("small-settings", _settings)):
        page(window)
        save(window, f"{name}-{theme.value}")
    window.resize(*SIZE)
    for name, dialog in (("rules", _rules_dialog(window)), ("forget", _forget_dialog(window, controls, clock))):
        save(dialog, f"{name}-{theme.value}")
        dialog.reject()
    _stop(window, recorder)
    _welcome(controls, recorder, appearance, clock, memory, theme)


def _welcome(
    controls: FakeControls,
    recorder: RecorderModel,
    appearance: Appearance,
    clock: FixedClock,
    memory: QSettings,
    theme: Theme,
) -> None:
    agreed, controls.current = controls.current, Settings()
    window = MainWindow(controls, recorder, appearance, clock, memory)
    window.resize(*SIZE)
    window.show()
    save(window, f"welcome-{theme.value}")
    controls.current = agreed
    _stop(window, recorder)


def _stop(window: MainWindow, recorder: RecorderModel) -> None:
    recorder.stop()
    window.stop()
    window.hide()
    window.deleteLater()
    QApplication.processEvents()


def _timeline(window: MainWindow) -> None:
    wait(window.timeline.idle)
    at = NOW.replace(hour=10, minute=42)
    window.open_at(round(at.timestamp()) * 1_000_000, 100 * 60 * 1_000_000)
    QApplication.processEvents()
    wait(window.timeline.idle)
    QApplication.processEvents()
    wait(window.timeline.idle)


def _search(window: MainWindow) -> None:
    window.search("launch budget")
    wait(lambda: not window.pages.search.busy)
    wait(lambda: not window.pages.search.preview.busy and window.pages.search.settled())


def _search_empty(window: MainWindow) -> None:
    window.search("zebra crossing")
    wait(lambda: not window.pages.search.busy)


def _search_error(window: MainWindow) -> None:
    window.search('"launch budget')
    wait(lambda: not window.pages.search.busy)


def _day(window: MainWindow) -> None:
    window.bar.search.setText("")
    window.show_page("day")
    wait(lambda: not window.pages.day.busy)


def _week(window: MainWindow) -> None:
    window.pages.day.show_period(Period.WEEK)
    wait(lambda: not window.pages.day.busy)


def _query(window: MainWindow) -> None:
    window.show_page("query")
    page = window.pages.query
    page.tab.show_statement(QUERY)
    wait(page.settled)
    page.tab.run()
    wait(page.settled)


def _sources(window: MainWindow) -> None:
    window.bar.search.setText("")
    window.show_page("sources")
    wait(lambda: bool(window.pages.sources.rows))


def _settings(window: MainWindow) -> None:
    window.show_page("settings")
    window.pages.settings.show_group("capture.screen")


def _settings_group(window: MainWindow, key: str) -> None:
    window.pages.settings.show_group(key)


def _settings_models(window: MainWindow) -> None:
    window.pages.settings.show_group("models")
    models = window.pages.settings.models
    assert models is not None
    wait(lambda: bool(models.rows) and not models.busy)
    wait(lambda: all(row.height() >= row.sizeHint().height() - 2 for row in models.rows.values()))


def _settings_found(window: MainWindow) -> None:
    window.pages.settings.list.line.setText("quality")
    wait(lambda: len(window.pages.settings.view.rows) == 3)


def _rules_dialog(window: MainWindow) -> QDialog:
    window.pages.settings.list.line.setText("")
    window.pages.settings.show_group("capture.privacy")
    dialog = window.pages.settings.view.findChildren(RulesEditor)[0].open()
    dialog.resize(560, 600)
    return dialog


def _forget_dialog(window: MainWindow, controls: FakeControls, clock: FixedClock) -> QDialog:
    dialog = ForgetDialog(controls, clock, window, minutes=60)
    dialog.show()
    wait(dialog.delete_button.isEnabled)
    return dialog


def main() -> None:
    """Take all pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    application = make_application()
    appearance = Appearance(application, Theme.DARK)
    with sample_controls() as controls:
        for theme in (Theme.DARK, Theme.LIGHT):
            shoot(controls, appearance, theme)


if __name__ == "__main__":
    main()
