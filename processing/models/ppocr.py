"""PP-OCR through RapidOCR: where text is in a picture, and what it says."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, offered_providers, providers
from processing.processor import ModelUnavailableError

Picture = NDArray[np.uint8]
"""Height x width x 3, blue first."""
Quad = NDArray[np.float32]
"""Four corners (x, y), clockwise from the upper left."""


_NO_LIMIT = 16_384


class PpOcr:
    """The loaded detector and recogniser."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    @classmethod
    def load(cls, folder: Path, device: Device = Device.CPU) -> "PpOcr":
        """Load a folder with one `*det*.onnx` and one `*rec*.onnx`.

        Raises:
            ModelUnavailableError: one of the two is not there (asked for by name, RapidOCR would try to download it).
        """
        detector, recogniser = _one(folder, "*det*.onnx"), _one(folder, "*rec*.onnx")
        import cv2
        from rapidocr import ModelType, RapidOCR

        cv2.setNumThreads(1)
        kind = ModelType.TINY if "tiny" in detector.name else ModelType.SMALL
        fast = providers(device, offered_providers())[0]
        loaded = cls(
            RapidOCR(
                params={
                    "EngineConfig.onnxruntime.use_cuda": fast.startswith(
                        "CUDA"
                    ),  # where it fails, it uses the processor
                    "EngineConfig.onnxruntime.use_dml": fast.startswith("Dml"),
                    "EngineConfig.onnxruntime.use_coreml": fast.startswith("CoreML"),
                    "Global.use_cls": False,
                    "Global.log_level": "error",
                    "Global.max_side_len": _NO_LIMIT,  # lines are read at full size; only the search is made smaller
                    "Global.text_score": 0.0,
                    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                    "Det.model_path": str(detector),
                    "Det.model_type": kind,
                    "Det.limit_type": "max",
                    "Det.limit_side_len": _NO_LIMIT,
                    "Rec.model_path": str(recogniser),
                    "Rec.model_type": kind,
                    "Rec.rec_batch_num": 1,
                }
            )
        )
        blank = np.full((48, 64, 3), 255, np.uint8)  # RapidOCR loads its models when first used: here, not later
        loaded.detect(blank, 1.0)
        loaded.recognise(blank)
        return loaded

    def detect(self, picture: Picture, scale: float) -> list[Quad]:
        """Return where lines of text are, looking at the picture in `scale` (at most 1) of its size."""
        import cv2

        if scale < 1:
            height, width = picture.shape[:2]
            size = max(1, round(width * scale)), max(1, round(height * scale))
            looked_at = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
            stretch = np.array([width / size[0], height / size[1]], np.float32)
        else:
            looked_at, stretch = picture, np.ones(2, np.float32)
        found = self._engine(looked_at, use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else [np.asarray(box, np.float32) * stretch for box in found.boxes]

    def crop(self, picture: Picture, quad: Quad) -> Picture:
        """Cut a line out of a picture, straightened."""
        from rapidocr.utils.process_img import get_rotate_crop_image

        straight: Picture = get_rotate_crop_image(picture, quad.copy())
        return straight

    def recognise(self, crop: Picture) -> tuple[str, float]:
        """Return text and certainty of a line, "" where nothing can be read."""
        found = self._engine(crop, use_det=False, use_cls=False, use_rec=True)
        if not found.txts:
            return "", 0.0
        return str(found.txts[0]), float(found.scores[0])


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern), key=lambda file: ("tiny" not in file.name, file.name))
    if not found:
        raise ModelUnavailableError(f"The folder {folder} is no model for text on screen: no {pattern}.")
    return found[0]
