"""How a plugin's process and ours speak: frames of one JSON object and some bytes, over pipes.

JSON and not pickle: what a foreign process sends must not be able to run code here.
"""

import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

HEAD = struct.Struct("<II")
MOST_BYTES = 256 << 20


class Frame(NamedTuple):
    """One message: what it says, and bytes that belong to it."""

    says: dict[str, Any]
    content: bytes = b""


class BrokenFrameError(Exception):
    """What came is no message of ours."""


def packed(says: Mapping[str, object], content: bytes = b"") -> bytes:
    """Return a message as bytes."""
    text = orjson.dumps(says)
    return HEAD.pack(len(text), len(content)) + text + content


class Unpacker:
    """Puts messages together from bytes as they come."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def take(self, piece: bytes) -> list[Frame]:
        """Return the messages that are whole now.

        Raises:
            BrokenFrameError: it is no message, or longer than any may be.
        """
        self._waiting += piece
        found = []
        while len(self._waiting) >= HEAD.size:
            text, content = HEAD.unpack_from(self._waiting)
            if text + content > MOST_BYTES:
                raise BrokenFrameError(f"a message of {text + content} bytes")
            end = HEAD.size + text + content
            if len(self._waiting) < end:
                break
            try:
                says = orjson.loads(bytes(self._waiting[HEAD.size : HEAD.size + text]))
            except orjson.JSONDecodeError as error:
                raise BrokenFrameError("no JSON") from error
            if not isinstance(says, dict):
                raise BrokenFrameError("no object")
            found.append(Frame(says, bytes(self._waiting[HEAD.size + text : end])))
            del self._waiting[:end]
        return found
