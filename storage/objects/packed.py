"""A media store whose old pictures may be frames of videos; whoever reads a picture need not know."""

import contextlib
import io
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import psutil

from storage.media import (
    MediaError,
    MediaInfo,
    MediaMissingError,
    MediaReport,
    MediaSizes,
    MediaStore,
    Packing,
    SegmentCopy,
    Still,
)
from storage.objects.address import address_of
from storage.objects.encoder import Encoder, EncoderProcess
from storage.objects.pointers import Pointer, Pointers
from storage.objects.segment import decode_still, picture_size
from storage.objects.segments import Segments

logger = logging.getLogger(__name__)

SEGMENT_MOST: Final = 64
SEGMENT_LEAST: Final = 4
"""Fewer pictures are not worth a video."""
WORTH: Final = 0.9
"""A segment must take less than this share of its originals."""
_FRAMES_MOST: Final = 64
_QUALITY: Final = 92
_FRAME_KIND: Final = "image/jpeg"


class PackedMedia:
    """Implements `storage.media.PackingMedia` over a store of single files. Safe from any thread."""

    def __init__(
        self, raw: MediaStore, pointers: Pointers, lock: Path, frames: Path, encoder: Encoder | None = None
    ) -> None:
        """Wrap a store.

        Args:
            raw: keeps single pictures, segments and everything else.
            pointers: tell where packed pictures are.
            lock: a file that processes with the same store share.
            frames: a folder for decoded pictures that are handed out as files; emptied at `close`.
            encoder: makes segments, in a process of its own by default.
        """
        self._raw = raw
        self._pointers = pointers
        self._encoder = encoder or EncoderProcess()
        self._segments = Segments(raw, pointers, lock, self._encoder)
        self._frames = frames
        _remove_leftovers(frames)

    def put(self, content: bytes, kind: str) -> str:
        address = address_of(content)
        return address if self._segments.locate(address) else self._raw.put(content, kind)

    def get(self, address: str) -> bytes:
        try:
            return self._raw.get(address)
        except MediaMissingError:
            return self._packed(address)

    def info(self, address: str) -> MediaInfo:
        try:
            return self._raw.info(address)
        except MediaMissingError:
            pointer = self._locate(address)
        return MediaInfo(address, _FRAME_KIND, self._raw.info(pointer.segment).size_bytes // pointer.count)

    def path(self, address: str) -> Path:
        try:
            return self._raw.path(address)
        except MediaMissingError:
            return self._frame_file(address)

    def delete(self, address: str) -> bool:
        return bool(self.delete_many([address]))

    def delete_many(self, addresses: Collection[str]) -> set[str]:
        with self._segments.changing():
            dropped, untidy = self._segments.drop(addresses)
            dropped |= self._raw.delete_many(addresses)
        for address in addresses:
            for copy in self._frames.glob(f"*/{address}.jpg"):
                copy.unlink(missing_ok=True)
        for segment in untidy:
            self._segments.tidy_one(segment, lambda: False)
        return dropped

    def stored_us(self, address: str) -> int | None:
        found = self._raw.stored_us(address)
        if found is not None:
            return found
        pointer = self._segments.locate(address)
        return None if pointer is None else self._raw.stored_us(pointer.segment)

    def size_bytes(self) -> int:
        return self._raw.size_bytes()

    def sizes(self) -> MediaSizes:
        return self._raw.sizes()

    def addresses(self) -> Iterator[str]:
        segments, packed = set(self._segments.untidy()), set()
        for pointer in self._pointers.all():
            segments.add(pointer.segment)
            packed.add(pointer.address)
        for address in self._raw.addresses():
            if address not in segments:
                packed.discard(address)
                yield address
        yield from packed

    def verify(self, expected: Iterable[str] = ()) -> MediaReport:
        """Segments were compared with their originals when they were made; here their bytes are with their hash."""
        report = self._raw.verify(expected)
        missing = tuple(address for address in report.missing if self._segments.locate(address) is None)
        return MediaReport(report.checked, report.size_bytes, tuple(self._damaged(report.corrupt)), missing)

    def close(self) -> None:
        shutil.rmtree(self._own_frames, ignore_errors=True)
        self._raw.close()

    def pack(self, stills: Sequence[Still], cancelled: Callable[[], bool] = lambda: False) -> Packing:
        pictures = freed_bytes = 0
        for _, alike in groupby(self._packable(stills), lambda found: picture_size(found[1])):
            while part := list(islice(alike, SEGMENT_MOST)):
                freed = self._pack_one(part, cancelled)
                pictures += len(part) if freed else 0
                freed_bytes += freed
        return Packing(pictures, freed_bytes)

    def tidy(self, cancelled: Callable[[], bool] = lambda: False) -> int:
        untidy = self._segments.untidy()
        for segment in untidy:
            self._segments.tidy_one(segment, cancelled)
        return len(untidy)

    def companions(self, address: str) -> frozenset[str]:
        pointer = self._segments.locate(address)
        if pointer is None or self._holds(address):
            return frozenset()
        contents = self._segments.contents(pointer)
        living = self._segments.living(pointer.segment, contents)
        return frozenset(contents.stills[number].address for number in living)

    def copy_segment(self, address: str) -> SegmentCopy | None:
        pointer = self._segments.locate(address)
        if pointer is None or self._holds(address):
            return None
        return SegmentCopy(self._raw.get(pointer.segment), self.companions(address))

    def adopt(self, copy: SegmentCopy) -> None:
        self._segments.adopt(copy)

    def _packable(self, stills: Sequence[Still]) -> Iterator[tuple[Still, bytes]]:
        """Yield pictures that are there as they were put, each once."""
        seen = set()
        for still in stills:
            if still.address in seen:
                continue
            seen.add(still.address)
            with contextlib.suppress(MediaMissingError):
                content = self._raw.get(still.address)
                if picture_size(content) is not None:
                    yield still, content

    def _pack_one(self, part: Sequence[tuple[Still, bytes]], cancelled: Callable[[], bool]) -> int:
        """Make one segment; return how many bytes that freed, 0 where it was not worth it or a picture was deleted."""
        if len(part) < SEGMENT_LEAST:
            return 0
        stills = [still for still, _ in part]
        content = self._encoder.encode(stills, [original for _, original in part], cancelled)
        before = sum(len(original) for _, original in part)
        if content is None or len(content) >= WORTH * before or not self._segments.commit(content, stills):
            return 0
        return before - len(content)

    def _holds(self, address: str) -> bool:
        """Tell whether the picture is there as it was put."""
        try:
            self._raw.info(address)
        except MediaMissingError:
            return False
        return True

    def _locate(self, address: str) -> Pointer:
        pointer = self._segments.locate(address)
        if pointer is None:
            raise MediaMissingError(f"no media at {address[:12]}…: deleted, or in another media store")
        return pointer

    def _packed(self, address: str) -> bytes:
        """Return a packed picture as JPEG; looks again when its segment is rewritten at this moment."""
        pointer = self._locate(address)
        while True:
            try:
                picture = decode_still(self._raw.path(pointer.segment), pointer.index)
                break
            except MediaError:
                again = self._locate(address)
                if again == pointer:
                    raise
                pointer = again
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY, subsampling=0)
        return out.getvalue()

    @property
    def _own_frames(self) -> Path:
        return self._frames / str(os.getpid())

    def _frame_file(self, address: str) -> Path:
        target = self._own_frames / f"{address}.jpg"
        if target.exists():
            return target
        content = self._packed(address)
        self._own_frames.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._own_frames)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(target)
        handed_out = sorted(self._own_frames.glob("*.jpg"), key=lambda path: path.stat().st_mtime_ns)
        for old in handed_out[:-_FRAMES_MOST]:
            old.unlink(missing_ok=True)
        return target

    def _damaged(self, corrupt: Collection[str]) -> Iterator[str]:
        """Yield corrupt addresses, and for a segment those of the pictures in it."""
        if not corrupt:
            return
        inside: dict[str, list[str]] = {}
        for pointer in self._pointers.all():
            inside.setdefault(pointer.segment, []).append(pointer.address)
        for address in corrupt:
            yield from inside.get(address, [address])


def _remove_leftovers(frames: Path) -> None:
    """Remove pictures that a process which was killed had handed out."""
    if not frames.is_dir():
        return
    for folder in frames.iterdir():
        if not folder.name.isdecimal() or not psutil.pid_exists(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
