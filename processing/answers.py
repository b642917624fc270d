"""Reads the answers of processes that run foreign code: results and plain values, nothing that could run code here."""

import io
import pickle
from typing import Any

from processing.processor import Derived
from processing.worker_main import Answer

_ALLOWED: dict[tuple[str, str], type] = {(kind.__module__, kind.__qualname__): kind for kind in (Answer, Derived)}


class ForeignAnswerError(Exception):
    """An answer holds what may not be in one; the message names it."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise ForeignAnswerError(f"{module}.{name}") from None


def read_answer(raw: bytes) -> object:
    """Return what a worker process sent.

    Raises:
        ForeignAnswerError: it holds anything but answers, results, texts, numbers, truths, bytes, lists and mappings.
    """
    try:
        return _Reader(io.BytesIO(raw)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise ForeignAnswerError(f"no answer at all ({type(error).__name__})") from error
