import pytest

from processing.sensitive import find_sensitive

KEY = "AKIA" + "IOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("pay with 4111 1111 1111 1111 today", "card", "4111 1111 1111 1111"),
        ("5500-0000-0000-0004", "card", "5500-0000-0000-0004"),
        ("to DE89 3704 0044 0532 0130 00, please", "account", "DE89 3704 0044 0532 0130 00"),
        (f"export AWS={KEY}", "key", KEY),
        ("ghp_" + "a1B2" * 9, "key", "ghp_" + "a1B2" * 9),
        ("Authorization: Bearer abcdefghij0123456789XYZ", "token", "abcdefghij0123456789XYZ"),
        ("password: hunter22", "password", "hunter22"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\nabc", "key", "-----BEGIN PRIVATE KEY-----\nMIIE\nabc"),
        ("my number is 536-90-4399.", "personal", "536-90-4399"),
        ("Steuer-ID 86 095 742 719", "personal", "86 095 742 719"),
        ("DNI 12345678Z", "personal", "12345678Z"),
        ("NIR 2 55 08 14 168 025 38", "personal", "2 55 08 14 168 025 38"),
        ("AHV 756.9217.0769.85", "personal", "756.9217.0769.85"),
    ],
)
def test_it_is_found_where_it_stands(text: str, kind: str, value: str) -> None:
    (found,) = find_sensitive(text)

    assert (found.kind, text[found.start : found.end]) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "order 2026112114305512",
        "0000 0000 0000 0000",
        "call +49 30 1234567",
        "000-12-3456",
        "86 095 742 718",
        "12345678A",
        "at 1780000000000000 microseconds",
        "the password was wrong",
        "756.9217.0769.84",
        "skip to the next-section-of-the-long-report",
        "",
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert find_sensitive(text) == []


def test_the_longer_of_two_counts() -> None:
    text = "password: 4111111111111111"

    (found,) = find_sensitive(text)

    assert text[found.start : found.end] == "4111111111111111"
