"""Names of stored media: the BLAKE3 address of bytes, and the key that carries their MIME kind as an extension."""

import re
from typing import Final

from blake3 import blake3

from storage.media import MediaMissingError

_ADDRESS: Final = re.compile(r"[0-9a-f]{64}")
_KIND: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_EXTENSIONS: Final = {
    "image/webp": "webp",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/heic": "heic",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-daytrail-stills": "stills.mkv",
    "application/pdf": "pdf",
    "application/json": "json",
    "application/octet-stream": "bin",
    "text/plain": "txt",
    "text/html": "html",
}
_KINDS: Final = {extension: kind for kind, extension in _EXTENSIONS.items()}
_OTHER: Final = "~"
"""Stands for the slash in the extension of a kind that has none of its own: RFC 6838 allows it in no MIME name."""


def address_of(content: bytes) -> str:
    """Return the 64-hex-digit BLAKE3 address of bytes."""
    return blake3(content).hexdigest()


def folder_of(address: str) -> str:
    """Return the two-level folder of an address: `ab/cd`.

    Raises:
        MediaMissingError: this is no address, so nothing can be there.
    """
    if not _ADDRESS.fullmatch(address):
        raise MediaMissingError("not the address of stored media: 64 hexadecimal digits are expected")
    return f"{address[:2]}/{address[2:4]}"


def key_of(address: str, kind: str) -> str:
    """Return where bytes of a kind lie: `ab/cd/abcd….webp`.

    Raises:
        ValueError: `kind` is no MIME type.
    """
    return f"{folder_of(address)}/{address}.{_extension(kind)}"


def parse_name(name: str) -> tuple[str, str] | None:
    """Return address and MIME kind from a file name, None where it is not one of ours."""
    address, _, extension = name.partition(".")
    if not _ADDRESS.fullmatch(address) or not extension:
        return None
    kind = _KINDS.get(extension) or extension.replace(_OTHER, "/")
    return (address, kind) if "/" in kind else None


def _extension(kind: str) -> str:
    plain = kind.partition(";")[0].strip().lower()
    if not _KIND.fullmatch(plain):
        raise ValueError(f"not a MIME type: {kind!r}; expected something like image/webp")
    return _EXTENSIONS.get(plain) or plain.replace("/", _OTHER)
