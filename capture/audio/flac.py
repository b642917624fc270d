"""Packs samples into FLAC, without loss."""

import io

from capture.audio.samples import Samples


def pack(samples: Samples, rate_hz: int) -> bytes:
    """Return a FLAC file of 16-bit mono samples."""
    import soundfile

    content = io.BytesIO()
    soundfile.write(content, samples, rate_hz, format="FLAC", subtype="PCM_16")
    return content.getvalue()
