"""The queries that come with the program: files of `resources/queries` whose first line is a comment with the title."""

from functools import cache

from resources.locate import resource


@cache
def shipped() -> dict[str, str]:
    """Return statements by title, in the order of their files."""
    found = {}
    for path in sorted(resource("queries").glob("*.sql")):
        title, _, statement = path.read_text(encoding="utf-8").partition("\n")
        found[title.removeprefix("--").strip()] = statement.strip()
    return found
