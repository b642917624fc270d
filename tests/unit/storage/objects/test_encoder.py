import os
import threading

import pytest

from storage.media import MediaError, Still
from storage.objects.address import address_of
from storage.objects.encoder import EncoderHere, EncoderProcess, EncodingStoppedError, _in_child
from storage.objects.segment import read_contents
from tests.unit.storage.objects.pictures import draw_screens


def test_a_process_of_its_own_makes_what_is_made_here() -> None:
    originals = draw_screens(6)
    stills = [Still(address_of(content), 0) for content in originals]
    content = EncoderProcess().encode(stills, originals, lambda: False)
    assert content is not None
    assert list(read_contents(content).stills) == stills
    again = EncoderProcess().rewrite(content, [1, 2], lambda: False)
    assert again is not None
    assert list(read_contents(again).stills) == stills[1:3]


def wait_for_ever(*_: object) -> None:
    threading.Event().wait()


def end_at_once(*_: object) -> None:
    os._exit(3)


def test_it_can_be_cut_off() -> None:
    answers = iter([False, False])
    with pytest.raises(EncodingStoppedError):
        _in_child(wait_for_ever, (), lambda: next(answers, True))


def test_a_process_that_dies_is_an_error_in_words() -> None:
    with pytest.raises(MediaError, match="stay as they are"):
        _in_child(end_at_once, (), lambda: False)


def test_what_went_wrong_in_the_process_comes_out_here() -> None:
    with pytest.raises(MediaError, match="cannot be opened"):
        EncoderProcess().rewrite(b"no video", [0], lambda: False)


def test_nothing_begins_when_it_is_cut_off_already() -> None:
    with pytest.raises(EncodingStoppedError):
        EncoderHere().encode([], [], lambda: True)
    with pytest.raises(EncodingStoppedError):
        EncoderHere().rewrite(b"", [], lambda: True)
