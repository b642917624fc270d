from storage.search.fusion import fused
from storage.search.grouping import Candidate


def found(document: int, score: float, likeness: int | None = None) -> Candidate:
    return Candidate(document, document, document, 1, "", document if likeness is None else likeness, score)


def order(candidates: list[Candidate]) -> list[int]:
    return [one.document for one in sorted(candidates, key=lambda one: one.score, reverse=True)]


def test_what_both_find_comes_first() -> None:
    words = [found(1, 9.0), found(2, 8.0), found(3, 7.0)]
    meaning = [found(4, 0.9), found(3, 0.8), found(5, 0.7)]

    assert order(fused(words, meaning))[0] == 3


def test_of_equal_ranks_words_come_first() -> None:
    assert order(fused([found(1, 0.1), found(2, 0.05)], [found(3, 0.99), found(4, 0.98)])) == [1, 3, 2, 4]


def test_all_of_both_are_there_once_and_newest_first() -> None:
    both = fused([found(1, 1.0), found(7, 3.0)], [found(5, 0.5), found(7, 0.9)])

    assert [one.document for one in both] == [7, 5, 1]


def test_forty_identical_frames_take_up_one_place() -> None:
    frames = [found(100 + n, 5.0, likeness=1) for n in range(40)]
    lone, rival = found(5, 4.0), found(6, 0.9)

    scores = {one.document: one.score for one in fused([*frames, lone], [rival])}

    assert scores[5] == 1 / 62
    assert {scores[frame.document] for frame in frames} == {1 / 61}


def test_one_list_alone_keeps_its_order() -> None:
    assert order(fused([], [found(1, 0.3), found(2, 0.9)])) == [2, 1]
    assert order(fused([found(1, 3.0), found(2, 1.0)], [])) == [1, 2]
