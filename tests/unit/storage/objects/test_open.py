from pathlib import Path

import pytest

from storage.media import MediaError
from storage.objects.open import open_media


@pytest.mark.parametrize("make", [lambda path: path, str, lambda path: path.as_uri()])
def test_a_folder_may_be_a_path_a_string_or_an_address(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    media = open_media(make(tmp_path / "media"))
    assert media.path(media.put(b"x", "text/plain")).is_relative_to(tmp_path / "media")


def test_memory_keeps_nothing_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    media = open_media("memory://")
    assert media.get(media.put(b"x", "text/plain")) == b"x"
    assert list(tmp_path.iterdir()) == []
    media.close()


def test_a_bucket_that_does_not_answer_is_a_media_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    media = open_media("s3://bucket/prefix?endpoint=http://127.0.0.1:9")
    with pytest.raises(MediaError, match="does not answer"):
        media.put(b"x", "text/plain")
    media.close()


def test_an_unknown_address_is_refused_with_what_to_use() -> None:
    with pytest.raises(MediaError, match="memory://"):
        open_media("ftp://host/place")
