import pytest

from capture.plugins.wire import HEAD, BrokenFrameError, Frame, Unpacker, packed


def test_messages_come_whole_however_they_are_cut() -> None:
    sent = packed({"do": "keep", "text": "süß"}, b"\x00picture") + packed({"do": "ended"})
    for size in (1, 7, len(sent)):
        unpacker = Unpacker()
        found = [frame for at in range(0, len(sent), size) for frame in unpacker.take(sent[at : at + size])]
        assert found == [Frame({"do": "keep", "text": "süß"}, b"\x00picture"), Frame({"do": "ended"})]


@pytest.mark.parametrize(
    "nonsense",
    [HEAD.pack(1 << 31, 0), HEAD.pack(2, 0) + b"{}"[::-1], HEAD.pack(2, 0) + b"[]", b"GET / HTTP/1.1\r\n\r\n"],
)
def test_nonsense_is_known_for_it(nonsense: bytes) -> None:
    with pytest.raises(BrokenFrameError):
        Unpacker().take(nonsense)
