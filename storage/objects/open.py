"""The one place that turns a setting (a folder or an address) into a media store."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from obstore.exceptions import BaseError
from obstore.store import MemoryStore, S3Store

from storage.media import MediaError, MediaStore
from storage.objects.folder import FolderMedia
from storage.objects.remote import RemoteMedia


def open_media(url_or_folder: str | Path, *, cache: Path | None = None) -> MediaStore:
    """Open the media store at a folder, `memory://` or `s3://bucket/prefix?endpoint=http://host:port&region=…`.

    Keys of a bucket are taken from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), never from the
    address. `cache` is where copies of remote media are kept for `path`; a temporary folder unless given.

    Raises:
        MediaError: the address is of an unknown kind, or the place cannot be used.
    """
    if isinstance(url_or_folder, Path) or "://" not in url_or_folder:
        return FolderMedia(Path(url_or_folder).expanduser().absolute())
    parts = urlsplit(url_or_folder)
    if parts.scheme == "file":
        return FolderMedia(Path(parts.path))
    if parts.scheme == "memory":
        return RemoteMedia(MemoryStore(), cache=cache)
    if parts.scheme == "s3":
        return RemoteMedia(_bucket(url_or_folder), cache=cache)
    raise MediaError(f"unknown kind of media store: {parts.scheme}://; use a folder, s3://bucket/prefix or memory://")


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
