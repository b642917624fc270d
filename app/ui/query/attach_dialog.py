"""Asks for a source to attach: its name and its address."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.ui.widgets.labels import label


class AttachDialog(QDialog):
    """Modal; `answer` is what was entered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attach a source"))
        self.setMinimumWidth(520)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("memos")
        self.address = QLineEdit(self)
        self.address.setPlaceholderText(
            self.tr(
                "a file, a folder, postgresql://user:password@host/database, s3://bucket/prefix or trino://user@host"
            )
        )
        browse = QPushButton(self.tr("Folder…"), self)
        browse_file = QPushButton(self.tr("File…"), self)
        browse.clicked.connect(lambda: self._chosen(QFileDialog.getExistingDirectory(self)))
        browse_file.clicked.connect(lambda: self._chosen(QFileDialog.getOpenFileName(self)[0]))
        row = QHBoxLayout()
        for part in (self.address, browse_file, browse):
            row.addWidget(part)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = self.tr(
            "Queries only read it. Write memos:FILE for a memos database. "
            "A password goes into the system's keyring, never into a file."
        )
        form = QFormLayout(self)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Address"), row)
        form.addRow(label(hint, "small", self, wrap=True))
        form.addRow(buttons)

    @property
    def answer(self) -> tuple[str, str]:
        """Name and address."""
        return self.name.text().strip(), self.address.text().strip()

    def _chosen(self, path: str) -> None:
        if path:
            self.address.setText(path)
