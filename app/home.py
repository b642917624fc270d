"""The data folder: where it lies, who may read it, and which process is its recorder."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import platformdirs
from filelock import FileLock, Timeout

HOME_VARIABLE = "DAYTRAIL_HOME"


class HomeError(Exception):
    """The data folder cannot be used; the message says why and what to do."""


class AlreadyRecordingError(HomeError):
    """Another process records into this folder."""

    def __init__(self, pid: int) -> None:
        super().__init__(
            f"Daytrail is already recording into this folder (process {pid or '?'}). "
            f"Use its window or tray icon, or set {HOME_VARIABLE} to record somewhere else."
        )
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the data folder."""

    root: Path

    @property
    def config(self) -> Path:
        """The settings file."""
        return self.root / "config.toml"

    @property
    def media(self) -> Path:
        """Pictures and sound, where no other address is set."""
        return self.root / "media"

    @property
    def models(self) -> Path:
        """Models that the owner fetched."""
        return self.root / "models"

    @property
    def logs(self) -> Path:
        """What the program says of itself; never the content of anyone's life."""
        return self.root / "logs"

    @property
    def exports(self) -> Path:
        """Where an export goes unless told otherwise."""
        return self.root / "exports"


def open_home(root: Path | None = None) -> Home:
    """Return the data folder, made with owner-only permissions if need be.

    `root`, else the variable DAYTRAIL_HOME, else the system's place for user data.

    Raises:
        HomeError: it cannot be made or written to.
    """
    chosen = root or Path(os.environ.get(HOME_VARIABLE) or platformdirs.user_data_dir("daytrail"))
    try:
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and chosen.stat().st_uid == os.getuid():
            chosen.chmod(0o700)
    except OSError as error:
        raise HomeError(f"The data folder {chosen} cannot be used: {error.strerror or error}.") from error
    if not os.access(chosen, os.W_OK | os.X_OK):
        raise HomeError(f"The data folder {chosen} cannot be written to. Mend its permissions or set {HOME_VARIABLE}.")
    return Home(chosen.absolute())


class RecorderLock:
    """Makes one process at a time the recorder of a folder; the system frees it when that process dies."""

    def __init__(self, home: Home) -> None:
        self._lock = FileLock(home.root / "recorder.lock", mode=0o600, thread_local=False)
        self._owner = home.root / "recorder.pid"
        self.crashed = False
        """Whether the recorder before this one ended without saying so; known once the lock is acquired."""

    def owner(self) -> int | None:
        """Return the pid of the process that records, None when there is none."""
        if self._lock.is_locked:
            return os.getpid()
        try:
            with self._lock.acquire(blocking=False):
                return None
        except Timeout:
            return self._read_owner()

    def acquire(self) -> None:
        """Become the recorder.

        Raises:
            AlreadyRecordingError: another living process is.
            HomeError: the lock cannot be written.
        """
        try:
            self._lock.acquire(blocking=False)
            self.crashed = self._owner.exists()
            self._owner.write_text(str(os.getpid()), encoding="ascii")
            self._owner.chmod(0o600)
        except Timeout:
            raise AlreadyRecordingError(self._read_owner()) from None
        except OSError as error:
            self._lock.release()
            raise HomeError(
                f"The lock in {self._owner.parent} cannot be written: {error.strerror or error}."
            ) from error

    def release(self) -> None:
        """Stop being the recorder; nothing happens when this process is not."""
        if self._lock.is_locked:
            self._owner.unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> "RecorderLock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _read_owner(self) -> int:
        """The pid that the owner wrote; 0 in the instant before it has."""
        try:
            return int(self._owner.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0
