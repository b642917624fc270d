"""The inside of a worker process: sets itself up politely, then answers one request after the other.

It sees files and models, never the database; it ends when its pipe closes or its parent dies.
"""

import ctypes
import faulthandler
import gc
import logging
import os
import signal
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import orjson
import psutil

from processing.processor import Derived, ModelFile, ModelUnavailableError, Processor, Work
from storage.confinement import Limits, confine

# Read by OpenMP, OpenBLAS and the model libraries when they are first imported: one thread each. More threads cost
# more processor time for the same work, and spinning ones starve their neighbours.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_PR_SET_PDEATHSIG = 1

Loaded = dict[tuple[Processor[Any], tuple[ModelFile, ...]], Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """How a worker presents itself: `nice` 0 to 19, `idle_io` leaves the disk to others, `parent` is who it serves."""

    name: str
    nice: int
    idle_io: bool
    parent: int
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Request:
    """Load the models of a processor and, with `work`, derive from it."""

    processor: Processor[Any]
    models: Mapping[str, ModelFile]
    work: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Results per piece of work, or what went wrong: `cause` in a sentence, `traceback` for the dead letter."""

    results: tuple[tuple[Derived, ...], ...] = ()
    cause: str = ""
    traceback: str = ""
    model_unavailable: bool = False


def serve(pipe: Connection, setup: WorkerSetup) -> None:
    """Answer requests until the pipe closes. The main function of a worker process."""
    _settle_in(setup)
    loaded: Loaded = {}
    while True:
        try:
            request: Request = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_answer(request, loaded))


def _settle_in(setup: WorkerSetup) -> None:
    os.environ.update(_ENVIRONMENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a stop asked of the whole group: who started us closes the pipe
    faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, format=f"%(asctime)s {setup.name} %(levelname)s %(name)s: %(message)s")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != setup.parent:  # it died before we asked to be told
            sys.exit(1)
    _step_back(setup)
    confine(setup.limits)


def _step_back(setup: WorkerSetup) -> None:
    process = psutil.Process()
    try:
        if sys.platform == "win32":
            process.nice(psutil.IDLE_PRIORITY_CLASS if setup.nice >= 10 else psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(setup.nice)
        if setup.idle_io and sys.platform == "linux":
            process.ionice(psutil.IOPRIO_CLASS_IDLE)
    except (OSError, psutil.Error) as error:
        _log.warning("cannot lower the priority: %s", error)


def _answer(request: Request, loaded: Loaded) -> Answer:
    try:
        model = _model(request, loaded)
    except ModelUnavailableError as error:
        return Answer(cause=str(error), traceback=traceback.format_exc(), model_unavailable=True)
    except Exception as error:  # noqa: BLE001 - the worker loop's edge: model libraries raise what they like
        names = " and ".join(f"“{one.name}” in {one.path}" for one in request.models.values()) or "of its own"
        cause = f"The model {names} cannot be loaded ({type(error).__name__}: {error})."
        return Answer(cause=cause, traceback=traceback.format_exc(), model_unavailable=True)
    try:
        results = request.processor.derive(request.work, model) if request.work else ()
        return Answer(_checked(request, results))
    except MemoryError:
        return Answer(cause="It needs more memory than a worker may take.", traceback=traceback.format_exc())
    except Exception as error:  # noqa: BLE001 - the worker loop's edge: the pipeline counts it and shows the traceback
        return Answer(cause=_in_a_word(error), traceback=traceback.format_exc())


def _model(request: Request, loaded: Loaded) -> Any:
    """Return what the processor loaded, freeing what it had loaded for other parameters."""
    key = (request.processor, tuple(request.models.values()))
    if key not in loaded:
        for stale in [other for other in loaded if other[0].spec.name == request.processor.spec.name]:
            del loaded[stale]
        gc.collect()
        loaded[key] = request.processor.load(request.models)
    return loaded[key]


def _checked(request: Request, results: Sequence[Sequence[Derived]]) -> tuple[tuple[Derived, ...], ...]:
    if len(results) != len(request.work):
        raise ValueError(
            f"{request.processor.spec.name} returned {len(results)} results for {len(request.work)} events"
        )
    foreign = {one.topic for many in results for one in many} - set(request.processor.spec.produces)
    if foreign:
        raise ValueError(f"{request.processor.spec.name} made topics it does not declare: {sorted(foreign)}")
    orjson.dumps([one.data for many in results for one in many])  # what cannot be stored is found here, not later
    return tuple(tuple(many) for many in results)


def _in_a_word(error: Exception) -> str:
    """The kind of error and where; its message may hold content of the owner's life, so that stays in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""  # noqa: PTH119
    return f"{type(error).__name__}{place}"
