"""Finds files that ship with the program, in a checkout, an installation or a frozen build."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder below `resources/`.

    Raises:
        FileNotFoundError: nothing of that name ships with this build.
    """
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"This build lacks the resource {'/'.join(parts)}; reinstall Daytrail.")
    return path
