"""Asks for a source to attach: its name and its address. Stays until the source is taken, and says why it is not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.widgets.labels import label


class AttachDialog(QDialog):
    """Name and address, in fields.

    Signals:
        wanted(name, address): the owner wants this source; answer with `accept` or `refuse`.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attach a source"))
        self.setMinimumWidth(560)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("memos")
        self.name.setAccessibleName(self.tr("Name"))
        self.address = QLineEdit(self)
        self.address.setPlaceholderText(self.tr("/path/to/a/file.db"))
        self.address.setAccessibleName(self.tr("Address"))
        self.browse_file = QPushButton(self.tr("File…"), self)
        self.browse = QPushButton(self.tr("Folder…"), self)
        self.problem = label("", "error", self, wrap=True)
        self.problem.hide()
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.attach_button = QPushButton(self.tr("Attach"), self)
        self.attach_button.setProperty("role", "primary")
        self.attach_button.setDefault(True)
        self._arrange()
        self.browse_file.clicked.connect(lambda: self._chosen(QFileDialog.getOpenFileName(self)[0]))
        self.browse.clicked.connect(lambda: self._chosen(QFileDialog.getExistingDirectory(self)))
        for line in (self.name, self.address):
            line.textChanged.connect(lambda _: self._allow())
        self.cancel_button.clicked.connect(self.reject)
        self.attach_button.clicked.connect(self._want)
        self._allow()

    @property
    def answer(self) -> tuple[str, str]:
        """Name and address."""
        return self.name.text().strip(), self.address.text().strip()

    def refuse(self, why: str) -> None:
        """Say what is wrong with what was entered, and let it be changed."""
        self.problem.setText(why)
        self.problem.show()
        self._allow()

    def _allow(self) -> None:
        self.attach_button.setEnabled(all(self.answer))

    def _want(self) -> None:
        self.problem.hide()
        self.attach_button.setEnabled(False)
        self.wanted.emit(*self.answer)

    def _chosen(self, path: str) -> None:
        if path:
            self.address.setText(path)

    def _arrange(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(9)
        fields.addWidget(label(self.tr("Name"), "", self), 0, 0)
        fields.addWidget(self.name, 0, 1, 1, 3)
        fields.addWidget(label(self.tr("Address"), "", self), 1, 0)
        for column, part in enumerate((self.address, self.browse_file, self.browse), 1):
            fields.addWidget(part, 1, column)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.attach_button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("Attach a source"), "title", self))
        for text in (
            self.tr(
                "A file or folder (SQLite, Parquet, CSV, JSON, Iceberg, an export), memos:FILE for a memos database, "
                "postgresql://user:password@host/database, s3://bucket/prefix or trino://user@host."
            ),
            self.tr("Queries only read it. A password goes into the system's keyring, never into a file."),
        ):
            inside.addWidget(label(text, "dim", self, wrap=True))
        inside.addLayout(fields)
        inside.addWidget(self.problem)
        inside.addStretch(1)
        inside.addLayout(buttons)
