"""What an importer promises, and the list of those there are."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from capture.importers import daytrail_export
from storage.events import Event


class Importer(Protocol):
    """Reads one kind of file or folder. Importing the same thing twice adds nothing: uids come from what is read."""

    NAME: str
    """What people call the format."""

    def recognises(self, path: Path) -> bool:
        """Tell from what it holds whether this is the format."""
        ...

    def count(self, path: Path) -> int | None:
        """Return how many events there will be, None where that cannot be told without reading all."""
        ...

    def read(self, path: Path) -> Iterator[list[Event]]:
        """Yield events in batches with flat memory (raises ImportFormatError with what is wrong and where)."""
        ...

    def media(self, path: Path) -> Iterator[Path]:
        """Yield the files of pictures and sound that came along."""
        ...


IMPORTERS: tuple[Importer, ...] = (daytrail_export,)


def recognise(path: Path, others: Iterable[Importer] = ()) -> Importer | None:
    """Return the importer of a file or folder, None when neither ours nor one of the `others` knows the format."""
    return next((importer for importer in (*IMPORTERS, *others) if importer.recognises(path)), None)
