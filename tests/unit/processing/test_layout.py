from processing.layout import Line, reading_order


def line(text: str, x: int, y: int, width: int = 200, height: int = 20) -> Line:
    return Line(text, x, y, width, height, 0.9)


def test_lines_are_read_from_top_to_bottom() -> None:
    found = reading_order([line("second", 10, 40), line("first", 10, 10), line("third", 10, 70)])

    assert [one.text for one in found] == ["first", "second", "third"]


def test_pieces_of_one_row_become_one_line_with_one_box() -> None:
    found = reading_order([line("world", 118, 12, 80), line("hello", 10, 10, 100)])

    assert [(one.text, one.x, one.y, one.width, one.height) for one in found] == [("hello world", 10, 10, 188, 22)]


def test_two_windows_side_by_side_are_read_one_after_the_other() -> None:
    left = [line(f"left {row}", 10, 10 + 30 * row) for row in range(3)]
    right = [line(f"right {row}", 600, 12 + 30 * row) for row in range(3)]

    found = reading_order([*right, *left])

    assert [one.text for one in found] == ["left 0", "left 1", "left 2", "right 0", "right 1", "right 2"]


def test_a_heading_and_small_print_on_one_row_stay_apart() -> None:
    found = reading_order([line("Heading", 10, 10, 200, 40), line("note", 220, 20, 60, 14)])

    assert sorted(one.text for one in found) == ["Heading", "note"]


def test_no_text_is_no_lines() -> None:
    assert reading_order([]) == []
