"""Finishes the removal of media that a crash cut off; forgetting and retention write down what they will remove."""

import logging

from storage.lifecycle.references import References
from storage.media import MediaStore

logger = logging.getLogger(__name__)


def finish_doomed(media: MediaStore, references: References) -> int:
    """Remove what was to be removed and return how much that was.

    Media that an event still needs are spared: the crash came before that event was deleted.

    Raises:
        MediaError, LogError: the environment refused; it is tried again next time.
    """
    doomed = references.doomed()
    if not doomed:
        return 0
    gone = media.delete_many(doomed - references.needed(doomed))
    references.spare(doomed)
    if gone:
        logger.info("finished the removal of %d media files", len(gone))
    return len(gone)
