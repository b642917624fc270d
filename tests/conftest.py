"""What every test gets: an environment of its own, and a check that nothing is left running."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.data.patience import PATIENCE_S, PatientBot

os.environ["LC_ALL"] = "C.UTF-8"  # before anybody asks: windows speak the language of the surroundings
os.environ.pop("LANGUAGE", None)
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

_OLD_GENERATION_EVERY = 40
_STANDING = ("MainThread", "pytest_timeout", "QThread", "Dummy")
"""Threads that outlive a test by right: the runner's own and Qt's pool."""


@pytest.fixture(scope="session", autouse=True)
def garbage_of_the_main_thread() -> Iterator[None]:
    """Collect between tests, in the main thread: a QObject that a worker's collection frees can lock both for ever."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def collected(garbage_of_the_main_thread: None) -> Iterator[None]:
    """Leave the next test no garbage."""
    yield
    gc.collect(1 if gc.get_count()[2] < _OLD_GENERATION_EVERY else 2)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the developer's own settings and recordings out of the tests; a disk with little room is no failure."""
    for name in list(os.environ):
        if name.startswith("DAYTRAIL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DAYTRAIL_STORAGE__LOW_DISK_GB", "0")
    monkeypatch.setenv("DAYTRAIL_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread or a worker process behind (what a wider fixture started before it may stay)."""
    threads, children = set(threading.enumerate()), set(multiprocessing.active_children())
    yield
    for thread in set(threading.enumerate()) - threads:
        if not thread.name.startswith(_STANDING):
            thread.join(PATIENCE_S)
            if thread.is_alive():
                pytest.fail(f"the thread {thread.name} is still running")
    for child in set(multiprocessing.active_children()) - children:
        child.join(PATIENCE_S)
        if child.is_alive():
            pytest.fail(f"the process {child.name} is still running")


@pytest.fixture
def home_folder() -> Path:
    """The data folder of this test."""
    return Path(os.environ["DAYTRAIL_HOME"])


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Operates widgets and waits for them, with more patience than the one that comes with pytest-qt."""
    return PatientBot(request)
