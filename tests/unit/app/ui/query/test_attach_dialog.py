from PySide6.QtWidgets import QWidget

from app.ui.query.attach_dialog import AttachDialog


def test_what_was_typed_is_answered_without_blanks(frame: QWidget) -> None:
    dialog = AttachDialog(frame)
    dialog.name.setText(" memos ")
    dialog.address.setText(" memos:/home/me/memos_prod.db ")
    assert dialog.answer == ("memos", "memos:/home/me/memos_prod.db")
    dialog._chosen("")
    assert dialog.answer[1] == "memos:/home/me/memos_prod.db", "a file dialog that was closed changes nothing"
    dialog._chosen("/data/files")
    assert dialog.answer[1] == "/data/files"
