from collections.abc import Iterator

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.hand import DeedKind, Hand, Place
from app.demo.waiting import until


@pytest.fixture
def hand(desktop: VirtualDesktop) -> Iterator[Hand]:
    hand = Hand(desktop)
    yield hand
    for window in hand.windows:
        hand.close(window)


def test_types_into_the_window_in_front(desktop: VirtualDesktop, hand: Hand) -> None:
    typed = desktop.folder / "typed.txt"
    hand.open(["xterm", "-T", "Scribe", "-e", "bash", "-c", f"cat > {typed}"], "^Scribe$", Place(50, 50, 500, 300))
    hand.type("oak boards\nand a kettle\n")
    until(lambda: typed.exists() and typed.read_text() == "oak boards\nand a kettle\n", "the text")
    assert hand.deeds[-1].kind is DeedKind.TYPE
    assert hand.deeds[-1].keys == len("oak boards\nand a kettle\n")


def test_puts_windows_where_told_and_switches_between_them(hand: Hand) -> None:
    first = hand.open(["xterm", "-T", "First"], "^First$", Place(40, 60, 500, 300))
    second = hand.open(["xterm", "-T", "Second"], "^Second$", Place(700, 60, 500, 300))
    assert hand.front() == second
    hand.click(first)
    assert hand.front() == first
    hand.switch(second)
    assert hand.front() == second
    assert [(deed.kind, deed.text, deed.clicks) for deed in hand.deeds] == [
        (DeedKind.WINDOW, "First", 0),
        (DeedKind.WINDOW, "Second", 0),
        (DeedKind.CLICK, "", 1),
        (DeedKind.WINDOW, "First", 0),
        (DeedKind.WINDOW, "Second", 0),
    ]
    assert all(one.end_us <= next_.end_us for one, next_ in zip(hand.deeds, hand.deeds[1:], strict=False))


def test_remembers_what_was_said(hand: Hand) -> None:
    hand.say("bread and milk")
    deed = hand.deeds[-1]
    assert (deed.kind, deed.text) == (DeedKind.SAY, "bread and milk")
    assert 500_000 < deed.end_us - deed.start_us < 5_000_000
