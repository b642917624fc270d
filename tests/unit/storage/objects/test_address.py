import pytest

from storage.media import MediaMissingError
from storage.objects.address import address_of, folder_of, key_of, parse_name

# From the BLAKE3 project's test vectors: the empty input.
EMPTY = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"


def test_address_is_blake3() -> None:
    assert address_of(b"") == EMPTY


def test_key_is_sharded_in_two_levels() -> None:
    assert key_of(EMPTY, "image/webp") == f"af/13/{EMPTY}.webp"


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4", "application/x-odd+zip", "text/x.y-z"])
def test_kind_survives_the_way_through_a_file_name(kind: str) -> None:
    assert parse_name(key_of(EMPTY, kind).rpartition("/")[2]) == (EMPTY, kind)


def test_parameters_and_capitals_of_a_kind_are_dropped() -> None:
    assert key_of(EMPTY, "Text/Plain; charset=utf-8").endswith(".txt")


@pytest.mark.parametrize("kind", ["", "image", "image/", "a/b/c", "../x/y", "image/we bp"])
def test_refuses_what_is_no_kind(kind: str) -> None:
    with pytest.raises(ValueError, match="MIME"):
        key_of(EMPTY, kind)


@pytest.mark.parametrize("address", ["", "AF" * 32, "0" * 63, "../" + "0" * 61])
def test_what_is_no_address_is_missing(address: str) -> None:
    with pytest.raises(MediaMissingError):
        folder_of(address)


@pytest.mark.parametrize("name", [".size", "notes.txt", EMPTY, EMPTY + ".", EMPTY + ".strange"])
def test_strange_files_are_not_ours(name: str) -> None:
    assert parse_name(name) is None
