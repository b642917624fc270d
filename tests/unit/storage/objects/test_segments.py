"""A crash at any point of packing, deleting and tidying up: every picture can be read, and what was deleted goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.media import MediaMissingError, SegmentCopy, Still
from storage.objects.encoder import EncoderHere
from storage.objects.folder import FolderMedia
from storage.objects.packed import PackedMedia
from storage.objects.pointers import FolderPointers
from storage.objects.segment import read_contents, rewrite_segment
from tests.unit.storage.objects.pictures import draw_screens, likeness_db, put_screens

COUNT = 6
SCREENS = draw_screens(COUNT)
NOBODY = 999_999


class PowerCut(BaseException):
    """The process is gone."""


class Cutter:
    """Lets so many changes of the disk happen, then none."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.done = 0

    def change(self) -> None:
        if self.left is not None and self.done >= self.left:
            raise PowerCut
        self.done += 1


class CutFolder(FolderMedia):
    def __init__(self, root: Path, cutter: Cutter) -> None:
        super().__init__(root)
        self.cutter = cutter

    def put(self, content: bytes, kind: str) -> str:
        self.cutter.change()
        return super().put(content, kind)

    def delete(self, address: str) -> bool:
        self.cutter.change()
        return super().delete(address)


class CutPointers(FolderPointers):
    """Every file counts: a cut may come in the middle of a batch."""

    def __init__(self, root: Path, cutter: Cutter) -> None:
        super().__init__(root)
        self.cutter = cutter

    def _make(self, keys) -> None:  # type: ignore[no-untyped-def]
        for key in keys:
            self.cutter.change()
            super()._make([key])

    def _drop(self, keys) -> None:  # type: ignore[no-untyped-def]
        for key in keys:
            self.cutter.change()
            super()._drop([key])


def open_cut(root: Path, cutter: Cutter) -> PackedMedia:
    pointers = CutPointers(root, cutter)
    return PackedMedia(CutFolder(root, cutter), pointers, root / ".lock", root / ".frames", EncoderHere())


def shown(media: PackedMedia, stills: list[Still]) -> list[bool]:
    """Which pictures can be read and look right."""
    found = []
    for still, original in zip(stills, SCREENS, strict=True):
        try:
            found.append(likeness_db(media.get(still.address), original) > 33)
        except MediaMissingError:
            found.append(False)
    return found


def cut_everywhere(tmp_path: Path, before: Callable[[PackedMedia], None], action: Callable[[PackedMedia], None]):  # type: ignore[no-untyped-def]
    """Yield a store for each number of changes after which the power went off during an action."""
    for changes in range(1_000):
        root = tmp_path / str(changes)
        cutter = Cutter()
        media = open_cut(root, cutter)
        before(media)
        cutter.left, cutter.done = changes, 0
        try:
            action(media)
        except PowerCut:
            yield open_cut(root, Cutter()), root
            continue
        assert changes > 5
        return
    pytest.fail("it never ended")


def segments_in(root: Path) -> list[Path]:
    return list(root.rglob("*.stills.mkv"))


def test_packing_can_be_cut_off_at_any_change(tmp_path: Path) -> None:
    stills: list[Still] = []

    def before(media: PackedMedia) -> None:
        stills[:] = put_screens(media, SCREENS)

    for media, root in cut_everywhere(tmp_path, before, lambda media: media.pack(stills)):
        assert all(shown(media, stills))
        media.tidy()
        assert all(shown(media, stills))
        assert sorted(media.addresses()) == sorted(still.address for still in stills)
        media.pack(stills)
        assert all(shown(media, stills))
        assert media.verify([still.address for still in stills]).ok
        assert list(FolderPointers(root).untidy()) == []
        assert len(segments_in(root)) <= 2


def test_what_was_deleted_leaves_the_segment_whenever_it_is_cut_off(tmp_path: Path) -> None:
    stills: list[Still] = []

    def before(media: PackedMedia) -> None:
        stills[:] = put_screens(media, SCREENS)
        assert media.pack(stills).pictures == COUNT

    def forget(media: PackedMedia) -> None:
        media.delete_many([stills[1].address, stills[4].address])

    for media, root in cut_everywhere(tmp_path, before, forget):
        kept = [True, False, True, True, False, True]
        now = shown(media, stills)
        assert all(there or not keep for there, keep in zip(now, kept, strict=True))
        media.tidy()
        forget(media)
        assert shown(media, stills) == kept
        held = [still.address for path in segments_in(root) for still in read_contents(path).stills]
        assert sorted(held) == sorted(still.address for still, keep in zip(stills, kept, strict=True) if keep)
        assert media.verify().ok
        assert list(FolderPointers(root).untidy()) == []


def test_a_copy_of_what_is_kept_already_adds_nothing(tmp_path: Path) -> None:
    media = open_cut(tmp_path, Cutter())
    stills = put_screens(media, SCREENS)
    media.pack(stills)
    copy = media.copy_segment(stills[0].address)
    assert copy is not None
    part = rewrite_segment(copy.content, [0, 1, 2])
    assert part is not None
    media.adopt(SegmentCopy(part, frozenset(still.address for still in stills[:3])))
    assert len(segments_in(tmp_path)) == 1
    assert all(shown(media, stills))
