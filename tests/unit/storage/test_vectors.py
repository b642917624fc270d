"""Vectors in eight bits, and in one."""

import numpy as np

from storage.vectors import Passage, as_data, codes, passages_of, quantise, similarities

RNG = np.random.default_rng(5)


def test_eight_bits_keep_the_angle() -> None:
    exact = RNG.normal(size=(200, 384)).astype(np.float32)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    small = quantise(exact)

    assert np.abs(similarities(small[0], small) - exact @ exact[0]).max() < 0.01


def test_the_longest_and_the_shortest_vector_are_alike_in_eight_bits() -> None:
    one = RNG.normal(size=(1, 16)).astype(np.float32)

    assert (quantise(one) == quantise(one * 1_000)).all()
    assert quantise(one).max() == 127 or quantise(one).min() == -127
    assert (quantise(np.zeros((1, 16), np.float32)) == 0).all()


def test_signs_that_differ_count_how_far_two_are_apart() -> None:
    centre = RNG.normal(size=384).astype(np.float32)
    near, far = centre + 0.3 * RNG.normal(size=384), -centre
    bits = codes(quantise(np.stack([centre, near, far]).astype(np.float32)))

    differ = np.bitwise_count(bits ^ bits[0]).sum(axis=1)
    assert bits.shape == (3, 48)
    assert differ[0] == 0 < differ[1] < 96 < 300 < differ[2]


def test_what_is_written_down_is_read_again() -> None:
    passages = [Passage(0, 5, np.arange(-4, 4, dtype=np.int8)), Passage(6, 9, np.ones(8, np.int8))]

    read = passages_of(as_data("m@1", passages))

    assert [(one.start, one.end, one.vector.tolist()) for one in read] == [
        (one.start, one.end, one.vector.tolist()) for one in passages
    ]


def test_a_vector_of_another_length_is_left_out() -> None:
    data = as_data("m@1", [Passage(0, 5, np.ones(8, np.int8))])

    assert passages_of({**data, "dimension": 16}) == ()
    assert passages_of({"dimension": 8}) == ()
