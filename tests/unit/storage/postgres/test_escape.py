"""What PostgreSQL's text cannot hold."""

from hypothesis import given
from hypothesis import strategies as st

from storage.postgres.escape import dump_data, escape, load_data, unescape

texts = st.text(st.sampled_from('ab01\0\U0010fffe\\u"é'))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
data = st.dictionaries(texts, values, max_size=3)


@given(texts)
def test_every_text_comes_back_and_holds_no_zero_between(text: str) -> None:
    assert "\0" not in escape(text)
    assert unescape(escape(text)) == text


@given(texts, texts)
def test_equal_pieces_stay_findable(before: str, piece: str) -> None:
    assert escape(piece) in escape(before + piece)


@given(data)
def test_data_come_back_and_hold_no_zero_between(fields: dict[str, object]) -> None:
    text = dump_data(fields)  # type: ignore[arg-type]
    assert load_data(text) == fields
    assert "\\u0000" not in text.replace("\\\\", "")


def test_the_order_of_fields_is_kept() -> None:
    assert list(load_data(dump_data({"b": 1, "a": 2}))) == ["b", "a"]
