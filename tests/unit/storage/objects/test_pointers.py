from pathlib import Path

import pytest
from obstore.store import MemoryStore

from storage.objects.pointers import FolderPointers, Pointer, Pointers, RemotePointers

ONE, OTHER = "ab" * 32, "abab" + "c" * 60
SEGMENT, NEWER = "1" * 64, "2" * 64


@pytest.fixture(params=["folder", "remote"])
def pointers(request: pytest.FixtureRequest, tmp_path: Path) -> Pointers:
    return FolderPointers(tmp_path) if request.param == "folder" else RemotePointers(MemoryStore())


def test_an_address_tells_where_it_is_packed(pointers: Pointers) -> None:
    wanted = [Pointer(ONE, SEGMENT, 3, 64), Pointer(OTHER, SEGMENT, 4, 64)]
    pointers.add(wanted)
    pointers.add(wanted)
    assert pointers.of(ONE) == [wanted[0]]
    assert pointers.of(OTHER) == [wanted[1]]
    assert set(pointers.all()) == set(wanted)


def test_nothing_is_packed_at_first(pointers: Pointers) -> None:
    assert pointers.of(ONE) == []
    assert list(pointers.all()) == []
    assert pointers.untidy() == []


def test_pointers_go_one_by_one_and_going_twice_is_fine(pointers: Pointers) -> None:
    old, new = Pointer(ONE, SEGMENT, 3, 64), Pointer(ONE, NEWER, 0, 5)
    pointers.add([old, new])
    pointers.remove([old])
    pointers.remove([old])
    assert pointers.of(ONE) == [new]


def test_untidy_segments_are_remembered(pointers: Pointers) -> None:
    pointers.mark_untidy(SEGMENT)
    pointers.mark_untidy(NEWER)
    pointers.mark_tidy(SEGMENT)
    pointers.mark_tidy(SEGMENT)
    assert pointers.untidy() == [NEWER]
    assert list(pointers.all()) == []


@pytest.mark.parametrize("name", ["", "x", ONE, f"{ONE}.webp", f"{ONE}.{SEGMENT}.x.4", f"{ONE}.{SEGMENT}.1"])
def test_other_names_are_no_pointers(name: str) -> None:
    assert Pointer.of_name(name) is None


def test_pointers_take_no_room_and_are_the_owners(tmp_path: Path) -> None:
    FolderPointers(tmp_path).add([Pointer(ONE, SEGMENT, 0, 1)])
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path.stat().st_size == 0
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
