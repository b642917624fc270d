"""What models run on: the processor, or a graphics card where the installed runtimes can use one."""

import logging
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
_CPU = "CPUExecutionProvider"
_FAST = (
    "CUDAExecutionProvider",
    "MIGraphXExecutionProvider",
    "ROCMExecutionProvider",
    "DmlExecutionProvider",
    "CoreMLExecutionProvider",
    "OpenVINOExecutionProvider",
)
"""Execution providers of onnxruntime that are worth it, best first. TensorRT is not: it compiles for minutes."""

_Made = TypeVar("_Made")


class Device(StrEnum):
    """What the owner chose: the best there is, or the processor alone."""

    AUTO = "auto"
    CPU = "cpu"


def providers(device: Device, offered: Sequence[str]) -> list[str]:
    """Return the execution providers to ask onnxruntime for, of those that it offers; the processor comes last."""
    fast = [name for name in _FAST if name in offered] if device is Device.AUTO else []
    return [*fast[:1], _CPU]


def offered_providers() -> list[str]:
    """Return what the installed onnxruntime was built for; whether the computer has it shows when it is used."""
    import onnxruntime

    return [str(name) for name in onnxruntime.get_available_providers()]


def session_options() -> Any:
    """Return options of onnxruntime that leave the other processor cores alone, which is cheaper for the same work."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def open_session(file: Path, device: Device) -> Any:
    """Open an ONNX model on the best of what there is, else on the processor."""
    import onnxruntime

    return with_fallback(
        providers(device, offered_providers()),
        lambda chosen: onnxruntime.InferenceSession(str(file), session_options(), providers=chosen),
    )


def with_fallback(chosen: Sequence[str], make: Callable[[list[str]], _Made]) -> _Made:
    """Make something with the chosen providers; where the fast one fails, with the processor alone."""
    from onnxruntime.capi import onnxruntime_pybind11_state as errors

    try:
        return make(list(chosen))
    except (errors.Fail, errors.RuntimeException, errors.EPFail, errors.NotImplemented, ValueError) as error:
        if list(chosen) == [_CPU]:
            raise
        _log.warning("%s cannot be used (%s); the processor is", chosen[0], type(error).__name__)
        return make([_CPU])


def speech_devices(device: Device, cards: int) -> list[tuple[str, str]]:
    """Return where CTranslate2 may run and how it computes there, best first, for so many CUDA cards."""
    return [*([("cuda", "float16")] if device is Device.AUTO and cards else []), ("cpu", "int8")]


def on_first(places: Sequence[tuple[str, str]], make: Callable[[str, str], _Made]) -> _Made:
    """Make something at the first place where it works; CTranslate2 raises RuntimeError where it does not."""
    for place, how in places[:-1]:
        try:
            return make(place, how)
        except RuntimeError as error:
            _log.warning("speech cannot run on %s (%s); the processor is used", place, error)
    return make(*places[-1])
