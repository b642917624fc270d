"""Colours SQL as it is typed."""

import re
from typing import Final

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.ui.theme import Theme

_WORDS: Final = """
ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST CROSS DESC DISTINCT ELSE END EXCEPT EXCLUDE EXISTS EXPLAIN
FALSE FILTER FROM FULL GLOB GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL IS JOIN LATERAL LEFT LIKE LIMIT
MATERIALIZED NATURAL NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION PIVOT POSITIONAL QUALIFY RECURSIVE
REPLACE RIGHT SELECT SEMI SIMILAR TABLESAMPLE THEN TO TRUE UNION UNPIVOT USING VALUES WHEN WHERE WINDOW WITH
"""
KEYWORDS: Final = tuple(_WORDS.split())
_RULES: Final = (
    ("keyword", re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\b", re.IGNORECASE)),
    ("function", re.compile(r"\b[A-Za-z_]\w*(?=\()")),
    ("number", re.compile(r"\b\d+(?:\.\d+)?\b")),
    ("parameter", re.compile(r"(?<![\w:])[:$][A-Za-z_]\w*(?:\.(?:start|end)\b)?")),
    ("name", re.compile(r'"(?:[^"]|"")*"')),
    ("string", re.compile(r"'(?:[^']|'')*'?")),
    ("comment", re.compile(r"--[^\n]*")),
)
_IN_COMMENT: Final = 1


class SqlHighlighter(QSyntaxHighlighter):
    """Colours one document."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour in another theme."""
        colours = {
            "keyword": theme.accent_text,
            "function": theme.warn_text,
            "number": theme.text,
            "parameter": theme.recording_text,
            "name": theme.text,
            "string": theme.good_text,
            "comment": theme.faint_text,
        }
        for kind, colour in colours.items():
            look = QTextCharFormat()
            look.setForeground(QColor(colour))
            self._formats[kind] = look
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        for kind, pattern in _RULES:
            for match in pattern.finditer(text):
                if kind == "function" and match[0].upper() in KEYWORDS:
                    continue
                self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
        self._comments(text)

    def _comments(self, text: str) -> None:
        self.setCurrentBlockState(0)
        start = 0 if self.previousBlockState() == _IN_COMMENT else text.find("/*")
        while start >= 0:
            end = text.find("*/", start)
            length = (len(text) if end < 0 else end + 2) - start
            if end < 0:
                self.setCurrentBlockState(_IN_COMMENT)
            self.setFormat(start, length, self._formats["comment"])
            start = text.find("/*", start + length) if end >= 0 else -1
