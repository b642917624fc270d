import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.media import MediaError, MediaFullError, MediaSizes
from storage.objects.folder import FolderMedia


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_only_the_owner_can_read(tmp_path: Path) -> None:
    media = FolderMedia(tmp_path / "media")
    path = media.path(media.put(b"mine", "text/plain"))
    assert path.stat().st_mode & 0o777 == 0o600
    for folder in (path.parent, path.parent.parent, media.root, media.root / ".incoming"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_full_disk_refuses_with_a_clear_message_and_keeps_what_was_there(small_disk: Path) -> None:
    media = FolderMedia(small_disk / "media")
    kept = media.put(b"k" * 50_000, "text/plain")
    with pytest.raises(MediaFullError, match=r"no room for 0\.3 MB .* free some space"):
        media.put(os.urandom(300_000), "image/webp")
    assert media.get(kept) == b"k" * 50_000
    assert list(media.addresses()) == [kept]
    assert list((media.root / ".incoming").iterdir()) == []
    media.delete(kept)
    assert media.put(b"n" * 50_000, "text/plain")


LIMITED = """
import resource, sys
from pathlib import Path
from storage.media import MediaFullError
from storage.objects.folder import FolderMedia
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
media = FolderMedia(Path(sys.argv[1]))
try:
    media.put(b"x" * 20_000, "text/plain")
except MediaFullError:
    print("full", list(media.addresses()), list((media.root / ".incoming").iterdir()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file size are POSIX")
def test_a_write_cut_short_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "media")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "full [] []"


def test_a_folder_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MediaError, match="file/media"):
        FolderMedia(tmp_path / "file" / "media")


def test_removes_what_a_killed_process_left_and_keeps_what_a_living_one_writes(tmp_path: Path) -> None:
    incoming = FolderMedia(tmp_path).root / ".incoming"
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    (incoming / f"{dead.pid}-aaaa").write_bytes(b"half")
    (incoming / f"{os.getpid()}-bbbb").write_bytes(b"half")
    FolderMedia(tmp_path)
    assert [path.name for path in incoming.iterdir()] == [f"{os.getpid()}-bbbb"]


def test_verify_names_corrupt_files_and_counts_anew(tmp_path: Path) -> None:
    media = FolderMedia(tmp_path)
    good, bad = media.put(b"good", "text/plain"), media.put(b"bad!", "text/plain")
    media.path(bad).write_bytes(b"BAD")
    report = media.verify([good, bad])
    assert report.corrupt == (bad,)
    assert report.missing == ()
    assert media.size_bytes() == 7


def test_knows_its_size_when_opened_again(tmp_path: Path) -> None:
    FolderMedia(tmp_path).put(b"12345", "text/plain")
    assert FolderMedia(tmp_path).size_bytes() == 5


def test_counts_kinds_in_a_folder_from_before_they_were_told_apart(tmp_path: Path) -> None:
    before = FolderMedia(tmp_path)
    before.put(b"picture", "image/webp")
    before.put(b"sound", "audio/flac")
    for ledger in (".size-sound", ".size-other"):
        (tmp_path / ledger).unlink()
    media = FolderMedia(tmp_path)
    media.put(b"more sound", "audio/flac")
    assert media.sizes() == MediaSizes(7, 15, 0)
    media.put(b"still more", "audio/flac")
    assert FolderMedia(tmp_path).sizes() == MediaSizes(7, 25, 0)


def test_two_stores_on_one_folder_see_each_other(tmp_path: Path) -> None:
    one, other = FolderMedia(tmp_path), FolderMedia(tmp_path)
    address = one.put(b"shared", "text/plain")
    assert other.get(address) == b"shared"
    assert other.put(b"shared", "text/plain") == address
    assert other.size_bytes() == 6
