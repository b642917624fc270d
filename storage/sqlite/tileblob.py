"""Packs a tile, up to 1,024 neighbouring buckets of one lane and level, into a few bytes per bucket, and back.

Each column is stored as narrow as its values allow: one value when all are equal, else the distance from the smallest
in 1, 2, 4 or 8 bytes; all of it is deflated. Labels are written out once per tile, so that a deleted one is in no other
place.
"""

import struct
import zlib

import numpy as np
import orjson

from storage.pyramid.buckets import BUCKET, Buckets, Ints
from storage.pyramid.labels import Labels

TILE_SHIFT = 10
TILE_BUCKETS = 1 << TILE_SHIFT

_HEAD = struct.Struct("<HH")
_COLUMN = struct.Struct("<cq")
_INTS = ("starts", "carried", "busy", "longest", "key", "label")
_VALUES = ("last_start", "last_key")
_FLOATS = ("low", "high", "last")
_PICTURE = ("media_start", "media_key")
_WIDTHS = ((1 << 8, b"B", np.dtype("<u1")), (1 << 16, b"H", np.dtype("<u2")), (1 << 32, b"I", np.dtype("<u4")))
_TYPES = {code: dtype for _, code, dtype in _WIDTHS} | {b"q": np.dtype("<i8")}
_HAS_VALUES, _HAS_PICTURES = 1, 2


def tile_id(level: int, lane: int, tile: int) -> int:
    """Return the key of a tile: neighbours in time are neighbours in the file."""
    return (((level << 12) | lane) << 34) + tile + (1 << 33)


def level_and_lane(number: int) -> tuple[int, int, int]:
    """Return (level, lane, tile) of a tile's key."""
    upper, tile = number >> 34, (number & ((1 << 34) - 1)) - (1 << 33)
    return upper >> 12, upper & 0xFFF, tile


def pack(buckets: Buckets, labels: Labels) -> bytes:
    """Return the bytes of one tile's buckets, which are sorted by index."""
    used, local = np.unique(buckets["label"], return_inverse=True)
    texts = [None if number < 0 else labels.text(int(number)) for number in used]
    valued, pictured = not np.isnan(buckets["last"]).all(), buckets["media_key"] >= 0
    flags = (_HAS_VALUES if valued else 0) | (_HAS_PICTURES if pictured.any() else 0)
    parts = [_HEAD.pack(len(buckets), flags), _pack_ints(buckets["index"] & (TILE_BUCKETS - 1))]
    parts += [_pack_ints(local if name == "label" else buckets[name]) for name in _INTS]
    if valued:
        parts += [_pack_ints(buckets[name]) for name in _VALUES]
        parts += [_pack_floats(buckets[name]) for name in _FLOATS]
    if pictured.any():
        parts.append(np.packbits(pictured).tobytes())
        parts += [_pack_ints(buckets[name][pictured]) for name in _PICTURE]
        parts.append(buckets["media"][pictured].tobytes())
    parts.append(orjson.dumps(texts))
    return zlib.compress(b"".join(parts), 1)


def unpack(blob: bytes, tile: int, labels: Labels) -> Buckets:
    """Return the buckets of a packed tile."""
    blob = zlib.decompress(blob)
    count, flags = _HEAD.unpack_from(blob)
    buckets = np.zeros(count, BUCKET)
    places, position = _unpack_ints(blob, _HEAD.size, count)
    buckets["index"] = places + (tile << TILE_SHIFT)
    for name in _INTS:
        buckets[name], position = _unpack_ints(blob, position, count)
    for name in _FLOATS:
        buckets[name] = np.nan
    if flags & _HAS_VALUES:
        for name in _VALUES:
            buckets[name], position = _unpack_ints(blob, position, count)
        for name in _FLOATS:
            buckets[name], position = _unpack_floats(blob, position, count)
    buckets["media_key"] = -1
    if flags & _HAS_PICTURES:
        position = _unpack_pictures(blob, position, buckets)
    numbers = [labels.number(text) for text in orjson.loads(blob[position:])]
    buckets["label"] = np.array(numbers, "i4")[buckets["label"]]
    return buckets


def _pack_ints(values: Ints) -> bytes:
    lowest, highest = int(values.min()), int(values.max())
    if lowest == highest:
        return _COLUMN.pack(b"=", lowest)
    for limit, code, dtype in _WIDTHS:
        if highest - lowest < limit:
            return _COLUMN.pack(code, lowest) + (values - lowest).astype(dtype).tobytes()
    return _COLUMN.pack(b"q", 0) + values.astype("<i8").tobytes()


def _unpack_ints(blob: bytes, position: int, count: int) -> tuple[Ints | int, int]:
    code, base = _COLUMN.unpack_from(blob, position)
    position += _COLUMN.size
    if code == b"=":
        return base, position
    dtype = _TYPES[code]
    return np.frombuffer(blob, dtype, count, position).astype("i8") + base, position + count * dtype.itemsize


def _pack_floats(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bytes:
    with np.errstate(over="ignore"):
        narrow = values.astype("<f4")
    if np.array_equal(narrow, values, equal_nan=True):
        return b"f" + narrow.tobytes()
    return b"d" + values.astype("<f8").tobytes()


def _unpack_floats(blob: bytes, position: int, count: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], int]:
    dtype = np.dtype("<f4" if blob[position : position + 1] == b"f" else "<f8")
    values = np.frombuffer(blob, dtype, count, position + 1)
    return values.astype("f8"), position + 1 + count * dtype.itemsize


def _unpack_pictures(blob: bytes, position: int, buckets: Buckets) -> int:
    count = len(buckets)
    packed = (count + 7) // 8
    pictured = np.unpackbits(np.frombuffer(blob, "u1", packed, position), count=count).astype(bool)
    position += packed
    number = int(pictured.sum())
    for name in _PICTURE:
        values, position = _unpack_ints(blob, position, number)
        buckets[name][pictured] = values
    buckets["media"][pictured] = np.frombuffer(blob, "V32", number, position)
    return position + 32 * number
