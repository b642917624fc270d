from datetime import date

from PySide6.QtWidgets import QWidget

from app.ui.query.parameter_bar import ParameterBar


def test_what_is_typed_wins_over_what_the_timeline_has_and_survives_a_new_field(frame: QWidget) -> None:
    bar = ParameterBar(lambda: {"day": date(2026, 11, 21)}, frame)
    assert not bar.isVisibleTo(frame)
    bar.show_names(("day", "word"))
    assert bar.isVisibleTo(frame)
    assert bar.fields["day"].placeholderText() == "2026-11-21"
    assert bar.values() == {"day": date(2026, 11, 21)}
    bar.fields["word"].setText("tea")
    bar.fields["day"].setText("2026-11-20")
    bar.show_names(("day", "word", "least"))
    bar.fields["least"].setText("7")
    assert bar.values() == {"day": date(2026, 11, 20), "word": "tea", "least": 7}
    bar.show_names(())
    assert not bar.isVisibleTo(frame)
