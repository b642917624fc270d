"""Classes of length."""

from hypothesis import given
from hypothesis import strategies as st

from storage.pyramid.lengths import ENDLESS, FIRST_LEVEL, length_class, reach_us


@given(st.integers(0, 2**61))
def test_a_class_is_the_first_that_is_long_enough(length_us: int) -> None:
    found = length_class(length_us)
    assert length_us <= reach_us(found)
    assert found == FIRST_LEVEL or length_us > reach_us(found - 1)
    assert FIRST_LEVEL <= found <= ENDLESS
