"""Looks whether everything that was recorded is there and as it was, and mends what can be built anew."""

import logging
from dataclasses import dataclass
from typing import Final, Protocol

from storage.clock import Clock
from storage.lifecycle.doomed import finish_doomed
from storage.lifecycle.references import References
from storage.media import MediaReport, MediaStore

logger = logging.getLogger(__name__)

_FRESH_US: Final = 24 * 3_600 * 1_000_000
"""Media younger than this may belong to an event that is about to be appended."""


class Checks(Protocol):
    """What a store can say and mend about itself."""

    def problems(self) -> list[str]:
        """Return what is wrong with the database and its indexes, empty when all is well."""
        ...

    def rebuild(self) -> None:
        """Throw away what is derived inside the database and let it be built anew."""
        ...


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found.

    Attributes:
        problems: of the database and its indexes, in words.
        media: what was read again, and what is corrupt or missing.
        unreferenced: media addresses that no event refers to.
    """

    problems: tuple[str, ...]
    media: MediaReport
    unreferenced: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is lost or damaged; media without an event are waste, not damage."""
        return not self.problems and self.media.ok


def verify(checks: Checks, media: MediaStore, references: References) -> Verified:
    """Read everything again; takes as long as reading all media takes. Recording may go on.

    Raises:
        DatabaseError, MediaError: it cannot be read at all.
    """
    problems = checks.problems()
    stored = set(media.addresses())
    expected = set(references.media_addresses())
    report = media.verify(expected)
    unreferenced = tuple(sorted(stored - references.used(stored)))
    if problems or not report.ok:
        logger.error(
            "verify found %d problems, %d corrupt and %d missing media files",
            len(problems),
            len(report.corrupt),
            len(report.missing),
        )
    return Verified(tuple(problems), report, unreferenced)


def repair(
    checks: Checks,
    media: MediaStore,
    references: References,
    clock: Clock,
) -> int:
    """Build the indexes anew and remove media that no event refers to; return how many were removed.

    Only what is a day old is removed: what is younger may belong to an event that is about to be appended.

    Args:
        checks: of the store.
        media: the media store.
        references: tells who refers to media.
        clock: tells the time.
    """
    finish_doomed(media, references)
    checks.rebuild()
    stored = set(media.addresses())
    old = set()
    for address in stored - references.used(stored):
        at_us = media.stored_us(address)
        if at_us is not None and at_us < clock.now_us() - _FRESH_US:
            old.add(address)
    removed = len(media.delete_many(old))
    logger.info("rebuilt the indexes and removed %d media files without an event", removed)
    return removed
