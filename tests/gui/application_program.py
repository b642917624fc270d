"""A program that runs the application with controls that remember, and writes down what they were told."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.controls import RecorderState
from app.settings import Settings
from app.ui.application import make_application, run
from app.ui.main_window import MainWindow
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from tests.data.sample_store import EveningClock
from tests.gui.fake_controls import FakeControls


class Witness(QObject):
    """Writes what the controls were told, and whether the window can be seen, whenever that changes."""

    def __init__(self, controls: FakeControls, path: Path) -> None:
        super().__init__()
        self._controls, self._path, self._said = controls, path, ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(50)

    def _look(self) -> None:
        windows = [w for w in make_application().topLevelWidgets() if isinstance(w, MainWindow)]
        visible = any(window.isVisible() for window in windows)
        menu = make_application().activePopupWidget() is not None
        said = json.dumps({"calls": self._controls.calls, "visible": visible, "menu": menu})
        if said != self._said:
            self._said = said
            spare = self._path.with_suffix(".new")
            spare.write_text(said, encoding="utf-8")
            spare.replace(self._path)


def main() -> int:
    """Run until quit; the data folder and the witness's file come from the command line."""
    home, path, hidden = Path(sys.argv[1]), Path(sys.argv[2]), "--hidden" in sys.argv
    clock = EveningClock()
    storage = open_sqlite(home, clock=clock)
    settings = Settings()
    settings = settings.model_copy(update={"general": settings.general.model_copy(update={"consented": True})})
    media = open_media(home / "media")
    controls = FakeControls(storage.store, storage.log, media, home, clock.now_us(), settings, RecorderState.RECORDING)
    make_application()
    witness = Witness(controls, path)
    code = run(controls, hidden=hidden)
    del witness
    storage.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
