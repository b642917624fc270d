"""Makes the small pictures that the timeline shows."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.topics import CAMERA, SCREEN, THUMBNAIL


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A frame in, a WebP picture of `width_px` out."""

    width_px: int = 160
    quality: int = 70

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="thumbnail",
            title="Thumbnails",
            version="1",
            consumes=(SCREEN, CAMERA),
            produces=(THUMBNAIL,),
            family="picture",
            batch=8,
            timeout_s=20.0,
            priority=40,
            parameters=(("width_px", self.width_px), ("quality", self.quality)),
        )

    def load(self, models: Mapping[str, ModelFile]) -> None:  # noqa: ARG002 - needs none
        return None

    def derive(self, work: Sequence[Work], model: None) -> Sequence[Sequence[Derived]]:  # noqa: ARG002
        return [self._shrink(piece) for piece in work]

    def _shrink(self, piece: Work) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        with Image.open(piece.media) as picture:
            picture.draft("RGB", (2 * self.width_px, 2 * self.width_px))
            height_px = max(1, round(picture.height * self.width_px / picture.width))
            small = picture.convert("RGB").resize((self.width_px, height_px), Image.Resampling.BOX, reducing_gap=2.0)
        content = io.BytesIO()
        small.save(content, "WEBP", quality=self.quality, method=2)
        return (
            Derived(
                topic=THUMBNAIL,
                start_us=piece.event.start_us,
                end_us=piece.event.end_us,
                data={"width": self.width_px, "height": height_px},
                content=content.getvalue(),
                content_kind="image/webp",
            ),
        )
