"""Pictures of one size as a video: encoding, exact decoding of one frame, and the list of what is in it.

PyAV carries FFmpeg with encoders for AV1 (SVT-AV1) and H.264 (x264) in its wheels for all three systems. AV1 has tools
for screens and makes them half as large again, so it goes first. A segment is a Matroska file that any player shows.
"""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from storage.media import MediaError, Still

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from PIL.Image import Image

SEGMENT_KIND: Final = "video/x-daytrail-stills"
KEYFRAME_EVERY: Final = 16
"""Frames from one keyframe to the next: at most so many are decoded to show one."""
LEAST_PSNR_DB: Final = 33.0
"""How close to its original a picture must be."""
_LEAST_AGAIN_DB: Final = 25.0
"""How close it must be to what it was when other pictures leave its segment; that cannot be left undone."""
_TAG: Final = "DAYTRAIL"
_AV1: Final = {"preset": "8", "svtav1-params": "scm=1:lp=1"}
_H264: Final = {"preset": "medium"}
_ENCODERS: Final = (
    # name, options, constant rate factors from usual to careful
    ("libsvtav1", _AV1, ("28", "20")),
    ("libx264", _H264, ("26", "18")),
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a segment: true size in pixels, and its pictures in order."""

    width_px: int
    height_px: int
    stills: tuple[Still, ...]


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a plain still; None for what is animated, transparent, tiny or no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            plain = picture.mode in ("RGB", "L") and getattr(picture, "n_frames", 1) == 1
            return picture.size if plain and min(picture.size) >= 64 else None
    except (UnidentifiedImageError, OSError):
        return None


def encode_stills(stills: Sequence[Still], originals: Sequence[bytes]) -> bytes | None:
    """Return a segment in which every picture was found close to its original by decoding; None where that fails.

    Args:
        stills: what the pictures are, in order.
        originals: their bytes, all of one size in pixels.

    Raises:
        MediaError: no encoder is there, or a picture cannot be read.
    """
    return _encode(stills, lambda: (_pixels_of(content) for content in originals), careful=False)


def rewrite_segment(content: bytes, keep: Sequence[int]) -> bytes | None:
    """Return a segment without the other pictures; None where that fails.

    Raises:
        MediaError: the segment cannot be read.
    """
    found = read_contents(content)
    wanted = set(keep)

    def frames() -> Iterator[NDArray[np.uint8]]:
        for index, frame in _decoded(content):
            if index in wanted:
                yield _cropped(frame, found)

    return _encode([found.stills[index] for index in sorted(wanted)], frames, careful=True)


def read_contents(source: bytes | Path) -> Contents:
    """Return what a segment says of itself.

    Raises:
        MediaError: it is none.
    """
    with _opened(source) as container:
        try:
            tag = orjson.loads(container.metadata[_TAG])
            stills = tuple(Still(address, at_us) for address, at_us in tag["stills"])
            return Contents(tag["width_px"], tag["height_px"], stills)
        except (KeyError, ValueError, TypeError) as error:
            raise MediaError("a video segment of pictures does not say what is in it") from error


def decode_still(source: Path, index: int) -> "Image":
    """Return one picture of a segment, by its number.

    Raises:
        MediaError: the segment is damaged, or has fewer pictures.
    """
    from PIL import Image

    contents = read_contents(source)
    for number, frame in _decoded(source, index):
        if number == index:
            return Image.fromarray(_cropped(frame, contents))
    raise MediaError("a video segment of pictures is damaged: a picture in it cannot be decoded")


def encoder_name() -> str | None:
    """Return the encoder used here, None where there is none."""
    return next((name for name, _, _ in _ENCODERS if _suits(name)), None)


def _encode(
    stills: Sequence[Still], frames: Callable[[], Iterable[NDArray[np.uint8]]], *, careful: bool
) -> bytes | None:
    os.environ.setdefault("SVT_LOG", "1")  # errors only; it would tell of every segment
    chosen = next(((name, options, rates) for name, options, rates in _ENCODERS if _suits(name)), None)
    if chosen is None:
        raise MediaError("there is no video encoder in this installation; pictures stay as they are")
    name, options, rates = chosen
    for rate in rates[careful:]:
        content = _encode_once(stills, frames(), name, {**options, "crf": rate})
        if _least_psnr(content, frames()) >= (_LEAST_AGAIN_DB if careful else LEAST_PSNR_DB):
            return content
    return None


def _suits(name: str) -> bool:
    import av

    if name == "libsvtav1" and sys.platform != "win32" and os.geteuid() == 0:
        return False  # run by root, it takes the highest real-time priority for its threads and whoever called it
    try:
        av.codec.Codec(name, "w")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


def _encode_once(
    stills: Sequence[Still], frames: Iterable[NDArray[np.uint8]], name: str, options: dict[str, str]
) -> bytes:
    import av

    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as container:
        stream: Any = None
        for index, pixels in enumerate(frames):
            if stream is None:
                height, width = pixels.shape[:2]
                tag = {"width_px": width, "height_px": height, "stills": [[one.address, one.at_us] for one in stills]}
                container.metadata[_TAG] = orjson.dumps(tag).decode()
                stream = container.add_stream(name, rate=1, options=options)
                stream.width, stream.height = width + width % 2, height + height % 2
                stream.pix_fmt, stream.gop_size = "yuv420p", KEYFRAME_EVERY
                stream.colorspace = stream.color_primaries = stream.color_trc = 1  # BT.709
                stream.color_range = 1
            frame = _frame(pixels)
            frame.pts, frame.time_base = index, Fraction(1)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def _frame(pixels: NDArray[np.uint8]) -> "av.VideoFrame":
    import av

    height, width = pixels.shape[:2]
    even = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    frame = av.VideoFrame.from_ndarray(even, format="rgb24")
    return frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")


def _pixels_of(content: bytes) -> NDArray[np.uint8]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return np.asarray(picture.convert("RGB"))
    except (UnidentifiedImageError, OSError) as error:
        raise MediaError("a picture cannot be read") from error


def _least_psnr(content: bytes, originals: Iterable[NDArray[np.uint8]]) -> float:
    """Return the peak signal-to-noise ratio of the worst picture in dB, 0 where one is missing."""
    contents = read_contents(content)
    worst, decoded = 200.0, _decoded(content)
    for index, original in enumerate(originals):
        number, frame = next(decoded, (-1, None))
        if number != index or frame is None:
            return 0.0
        difference = original.astype(np.float32) - _cropped(frame, contents)
        error = float(np.mean(difference * difference))
        worst = min(worst, 10 * float(np.log10(255**2 / max(error, 1e-9))))
    return worst


def _decoded(source: bytes | Path, first: int = 0) -> Iterator[tuple[int, "av.VideoFrame"]]:
    """Yield number and frame from the keyframe before `first` on."""
    import av

    with _opened(source) as container:
        stream = container.streams.video[0]
        if first:
            container.seek(int(first / stream.time_base) if stream.time_base else 0, stream=stream)
        try:
            for frame in container.decode(stream):
                yield round((frame.pts or 0) * (frame.time_base or 1)), frame
        except av.error.FFmpegError as error:
            raise MediaError("a video segment of pictures is damaged") from error


def _cropped(frame: "av.VideoFrame", contents: Contents) -> NDArray[np.uint8]:
    rgb = frame.reformat(format="rgb24", src_colorspace="ITU709", src_color_range="MPEG").to_ndarray()
    return np.ascontiguousarray(rgb[: contents.height_px, : contents.width_px])


def _opened(source: bytes | Path) -> "InputContainer":
    import av

    try:
        return av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "r")
    except av.error.FFmpegError as error:
        raise MediaError("a video segment of pictures cannot be opened") from error
