"""The one place that turns a setting (a folder or an address) into a media store."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import platformdirs
from blake3 import blake3
from obstore.exceptions import BaseError
from obstore.store import MemoryStore, S3Store

from storage.media import MediaError, PackingMedia
from storage.objects.encoder import Encoder
from storage.objects.folder import FolderMedia
from storage.objects.packed import PackedMedia
from storage.objects.pointers import FolderPointers, RemotePointers
from storage.objects.remote import RemoteMedia


def open_media(url_or_folder: str | Path, *, cache: Path | None = None, encoder: Encoder | None = None) -> PackingMedia:
    """Open the media store at a folder, `memory://` or `s3://bucket/prefix?endpoint=http://host:port&region=…`.

    Keys of a bucket are taken from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), never from the
    address. `cache` is where copies of remote media are kept for `path`; a temporary folder unless given.
    `encoder` packs pictures, in a process of its own by default.

    Raises:
        MediaError: the address is of an unknown kind, or the place cannot be used.
    """
    if isinstance(url_or_folder, Path) or "://" not in url_or_folder:
        return _folder(Path(url_or_folder).expanduser().absolute(), encoder)
    parts = urlsplit(url_or_folder)
    if parts.scheme == "file":
        return _folder(Path(parts.path), encoder)
    if parts.scheme == "memory":
        return _remote(MemoryStore(), url_or_folder, cache, encoder)
    if parts.scheme == "s3":
        return _remote(_bucket(url_or_folder), url_or_folder, cache, encoder)
    raise MediaError(f"unknown kind of media store: {parts.scheme}://; use a folder, s3://bucket/prefix or memory://")


def _folder(root: Path, encoder: Encoder | None) -> PackedMedia:
    raw = FolderMedia(root)
    return PackedMedia(raw, FolderPointers(root), root / ".packing.lock", root / ".frames", encoder)


def _remote(store: S3Store | MemoryStore, url: str, cache: Path | None, encoder: Encoder | None) -> PackedMedia:
    """Processes of one owner that use the same address share a lock; there is nobody else by design."""
    raw = RemoteMedia(store, cache=cache)
    name = blake3(url.partition("?")[0].encode()).hexdigest(16)
    locks = Path(platformdirs.user_cache_dir("daytrail")) / "locks"
    return PackedMedia(raw, RemotePointers(store), locks / name, raw.frames, encoder)


def _bucket(url: str) -> S3Store:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    endpoint = options.get("endpoint")
    try:
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            endpoint=endpoint,
            region=options.get("region", "us-east-1"),
            virtual_hosted_style_request=endpoint is None,
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=20)},
        )
    except BaseError as error:
        raise MediaError(f"the bucket cannot be used: {str(error).partition(chr(10))[0]}") from error
