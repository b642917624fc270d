"""Media in an object store (S3-compatible, or memory) through obstore, with local copies for those who need a path."""

import tempfile
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Final

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import MemoryStore, S3Store

from storage.media import MediaError, MediaInfo, MediaMissingError, MediaReport, MediaSizes
from storage.objects.address import address_of, folder_of, key_of, parse_name
from storage.objects.folder import FolderMedia

_KNOWN_MAX: Final = 100_000
CACHE_BYTES: Final = 1 << 30


class RemoteMedia:
    """Objects `ab/cd/<address>.<kind>` in a bucket or in memory. Safe from any thread.

    Files handed out by `path` are copies below `cache` (a private temporary folder unless given), the oldest removed
    when they take more than `cache_bytes`.
    """

    def __init__(
        self, store: S3Store | MemoryStore, *, cache: Path | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self._store = store
        self._temporary = None if cache else tempfile.TemporaryDirectory(prefix="daytrail-media-")
        place = cache or Path(self._temporary.name if self._temporary else "")
        self._cache = FolderMedia(place)
        self.frames = place / ".frames"
        self._cache_bytes = cache_bytes
        self._known: OrderedDict[str, MediaInfo] = OrderedDict()
        self._sizes: MediaSizes | None = None
        self._lock = Lock()

    def put(self, content: bytes, kind: str) -> str:
        address = address_of(content)
        key = key_of(address, kind)
        if self._find(address) is not None:
            return address
        try:
            self._store.put(key, content, mode="create")
        except AlreadyExistsError:
            return address
        except BaseError as error:
            raise MediaError(f"media could not be stored: {_first_line(error)}") from error
        parsed = parse_name(key.rpartition("/")[2])
        self._remember(MediaInfo(address, parsed[1] if parsed else kind, len(content)))
        with self._lock:
            if self._sizes is not None:
                self._sizes = self._sizes.grown(kind, len(content))
        return address

    def get(self, address: str) -> bytes:
        info = self.info(address)
        try:
            return bytes(self._store.get(key_of(address, info.kind)).bytes())
        except FileNotFoundError:
            self._forget(address)
            raise _missing(address) from None
        except BaseError as error:
            raise MediaError(f"media could not be read: {_first_line(error)}") from error

    def info(self, address: str) -> MediaInfo:
        found = self._find(address)
        if found is None:
            raise _missing(address)
        return found

    def path(self, address: str) -> Path:
        try:
            return self._cache.path(address)
        except MediaMissingError:
            content = self.get(address)
        self._make_room(len(content))
        self._cache.put(content, self.info(address).kind)
        return self._cache.path(address)

    def delete(self, address: str) -> bool:
        try:
            info = self.info(address)
            self._store.delete(key_of(address, info.kind))
        except (MediaMissingError, FileNotFoundError):
            return False
        except BaseError as error:
            raise MediaError(f"media could not be deleted: {_first_line(error)}") from error
        self._forget(address)
        self._cache.delete(address)
        with self._lock:
            if self._sizes is not None:
                self._sizes = self._sizes.grown(info.kind, -info.size_bytes)
        return True

    def delete_many(self, addresses: Collection[str]) -> set[str]:
        return {address for address in addresses if self.delete(address)}

    def stored_us(self, address: str) -> int | None:
        try:
            found = self._store.head(key_of(address, self.info(address).kind))
        except (MediaMissingError, FileNotFoundError):
            return None
        except BaseError as error:
            raise MediaError(f"the media store does not answer: {_first_line(error)}") from error
        return round(found["last_modified"].timestamp() * 1_000_000)

    def size_bytes(self) -> int:
        return self.sizes().total_bytes

    def sizes(self) -> MediaSizes:
        """Return how much is stored; the first call lists the bucket, later ones count along."""
        with self._lock:
            if self._sizes is None:
                sizes = MediaSizes()
                for info in self._listed(None):
                    sizes = sizes.grown(info.kind, info.size_bytes)
                self._sizes = sizes
            return self._sizes

    def addresses(self) -> Iterator[str]:
        for info in self._listed(None):
            yield info.address

    def verify(self, expected: Iterable[str] = ()) -> MediaReport:
        seen, sizes, corrupt = set(), MediaSizes(), []
        for info in self._listed(None):
            try:
                content = bytes(self._store.get(key_of(info.address, info.kind)).bytes())
            except FileNotFoundError:
                continue  # deleted meanwhile
            except BaseError as error:
                raise MediaError(f"media could not be read: {_first_line(error)}") from error
            seen.add(info.address)
            sizes = sizes.grown(info.kind, len(content))
            if address_of(content) != info.address:
                corrupt.append(info.address)
        with self._lock:
            self._sizes = sizes
        missing = tuple(address for address in expected if address not in seen)
        return MediaReport(len(seen), sizes.total_bytes, tuple(corrupt), missing)

    def close(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def _find(self, address: str) -> MediaInfo | None:
        with self._lock:
            known = self._known.get(address)
        if known is not None:
            return known
        found = next((info for info in self._listed(folder_of(address)) if info.address == address), None)
        if found is not None:
            self._remember(found)
        return found

    def _listed(self, prefix: str | None) -> Iterator[MediaInfo]:
        try:
            for chunk in self._store.list(prefix):
                for entry in chunk:
                    parsed = parse_name(entry["path"].rpartition("/")[2])
                    if parsed is not None:
                        yield MediaInfo(parsed[0], parsed[1], entry["size"])
        except BaseError as error:
            raise MediaError(f"the media store does not answer: {_first_line(error)}") from error

    def _remember(self, info: MediaInfo) -> None:
        with self._lock:
            self._known[info.address] = info
            if len(self._known) > _KNOWN_MAX:
                self._known.popitem(last=False)

    def _forget(self, address: str) -> None:
        with self._lock:
            self._known.pop(address, None)

    def _make_room(self, wanted_bytes: int) -> None:
        if self._cache.size_bytes() + wanted_bytes <= self._cache_bytes:
            return
        paths = (self._cache.path(address) for address in self._cache.addresses())
        for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns):
            self._cache.delete(path.name.partition(".")[0])
            if self._cache.size_bytes() + wanted_bytes <= self._cache_bytes:
                return


def _missing(address: str) -> MediaMissingError:
    return MediaMissingError(f"no media at {address[:12]}…: deleted, or in another media store")


def _first_line(error: BaseError) -> str:
    """Return the message without obstore's dump of its own source below it."""
    return str(error).partition("\n")[0]
