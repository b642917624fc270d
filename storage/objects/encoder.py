"""Runs the encoding of pictures in a process of its own: it takes half a gigabyte for a while, and can be cut off."""

import contextlib
import os
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Final, Protocol

from storage.child_process import ended, let_go, spawn
from storage.media import MediaError, Still
from storage.objects import segment

_LOOK_S: Final = 0.2
_LOWEST_PRIORITY: Final = 19


class EncodingStoppedError(MediaError):
    """Encoding was cut off; nothing was changed."""


class Encoder(Protocol):
    """Makes segments; see `storage.objects.segment` for what the functions promise."""

    def encode(
        self, stills: Sequence[Still], originals: Sequence[bytes], cancelled: Callable[[], bool]
    ) -> bytes | None:
        """Return a segment (raises EncodingStoppedError, MediaError)."""
        ...

    def rewrite(self, content: bytes, keep: Sequence[int], cancelled: Callable[[], bool]) -> bytes | None:
        """Return a segment with some of the pictures (raises EncodingStoppedError, MediaError)."""
        ...


class EncoderProcess:
    """Starts a process for each segment, at the lowest priority; it ends with its segment or with its parent."""

    def encode(
        self, stills: Sequence[Still], originals: Sequence[bytes], cancelled: Callable[[], bool]
    ) -> bytes | None:
        return _in_child(segment.encode_stills, (list(stills), list(originals)), cancelled)

    def rewrite(self, content: bytes, keep: Sequence[int], cancelled: Callable[[], bool]) -> bytes | None:
        return _in_child(segment.rewrite_segment, (content, list(keep)), cancelled)


class EncoderHere:
    """Encodes in the calling thread; cannot be cut off."""

    def encode(
        self, stills: Sequence[Still], originals: Sequence[bytes], cancelled: Callable[[], bool]
    ) -> bytes | None:
        _stop_if(cancelled)
        return segment.encode_stills(stills, originals)

    def rewrite(self, content: bytes, keep: Sequence[int], cancelled: Callable[[], bool]) -> bytes | None:
        _stop_if(cancelled)
        return segment.rewrite_segment(content, keep)


def _in_child(
    function: Callable[..., bytes | None], arguments: tuple[object, ...], cancelled: Callable[[], bool]
) -> bytes | None:
    _stop_if(cancelled)
    ours, theirs = Pipe()
    process = spawn(_serve, (theirs, function), "daytrail-packing")
    theirs.close()
    try:
        ours.send(arguments)
        while not wait([ours, process.sentinel], _LOOK_S):
            _stop_if(cancelled)
        answer: bytes | str | None = ours.recv()
    except (EOFError, OSError) as error:
        raise MediaError("the video encoder ended without an answer; the pictures stay as they are") from error
    finally:
        ours.close()
        if not ended(process):
            process.kill()
        let_go(process)
    if isinstance(answer, str):
        raise MediaError(answer)
    return answer


def _serve(pipe: Connection, function: Callable[..., bytes | None]) -> None:
    if hasattr(os, "nice"):
        os.nice(_LOWEST_PRIORITY)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone: nobody wants an answer
        try:
            pipe.send(function(*pipe.recv()))
        except MediaError as error:
            pipe.send(str(error))


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise EncodingStoppedError("packing was cut off")
