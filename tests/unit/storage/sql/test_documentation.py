from pathlib import Path

from storage.sql.documentation import document

ROOT = Path(__file__).parents[4]


def test_the_page_is_what_the_definitions_say() -> None:
    assert (ROOT / "docs" / "sql.md").read_text() == document(), (
        "run: python -m storage.sql.documentation > docs/sql.md"
    )
