from pathlib import Path

from obstore.store import MemoryStore

from storage.objects.remote import RemoteMedia


def test_local_copies_stay_within_their_budget(tmp_path: Path) -> None:
    media = RemoteMedia(MemoryStore(), cache=tmp_path, cache_bytes=25)
    addresses = [media.put(b"%010d" % number, "text/plain") for number in range(4)]
    for address in addresses:
        assert len(media.path(address).read_bytes()) == 10
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.txt")) <= 25
    assert media.path(addresses[0]).read_bytes() == b"%010d" % 0


def test_the_temporary_cache_goes_with_the_store() -> None:
    media = RemoteMedia(MemoryStore())
    path = media.path(media.put(b"x", "text/plain"))
    assert path.exists()
    media.close()
    assert not path.exists()


def test_finds_what_another_wrote_to_the_bucket() -> None:
    bucket = MemoryStore()
    one, other = RemoteMedia(bucket), RemoteMedia(bucket)
    address = one.put(b"shared", "image/webp")
    assert other.info(address).kind == "image/webp"
    assert other.get(address) == b"shared"
    one.close()
    other.close()


def test_verify_names_what_was_changed_in_the_bucket() -> None:
    bucket = MemoryStore()
    media = RemoteMedia(bucket)
    address = media.put(b"good", "text/plain")
    bucket.put(f"{address[:2]}/{address[2:4]}/{address}.txt", b"evil")
    assert media.verify().corrupt == (address,)
    media.close()
