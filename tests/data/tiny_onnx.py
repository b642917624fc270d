"""Tiny models in ONNX that really run, in the shape of those that nobody can carry along."""

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_OPSET = [helper.make_opsetid("", 17)]
FRAMES = 16


def _save(graph: onnx.GraphProto, path: Path, **metadata: str) -> None:
    model = helper.make_model(graph, opset_imports=_OPSET, ir_version=9)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def parakeet(folder: Path, says: dict[int, str], suffix: str = "") -> Path:
    """Write a Parakeet TDT export that says these pieces of words, each in its frame of 80 ms, whatever it hears."""
    pieces = ["<unk>", *dict.fromkeys(says.values()), "<blk>"]
    (folder / "vocab.txt").write_text("".join(f"{piece} {number}\n" for number, piece in enumerate(pieces)))
    (folder / "config.json").write_text(
        json.dumps({"model_type": "nemo-conformer-tdt", "features_size": 128, "subsampling_factor": 8})
    )
    _save(_encoder(), folder / f"encoder-model{suffix}.onnx")
    blank = len(pieces) - 1
    weights = np.zeros((len(pieces) + 5, FRAMES), np.float32)
    for frame in range(FRAMES):
        weights[pieces.index(says[frame]) if frame in says else blank, frame] = 9
    weights[len(pieces) + 1] = 9  # of the durations 0 to 4: one frame
    _save(_decoder(weights), folder / f"decoder_joint-model{suffix}.onnx")
    return folder


def _encoder() -> onnx.GraphProto:
    """One frame for eight of the spectrogram's; it tells of each which one it is."""
    constants = {
        "seven": np.array(7, np.int64),
        "eight": np.array(8, np.int64),
        "none": np.array(0, np.int64),
        "one": np.array(1, np.int64),
        "depth": np.array(FRAMES, np.int64),
        "values": np.array([0, 1], np.float32),
        "front": np.array([0], np.int64),
    }
    nodes = [
        helper.make_node("Add", ["length", "seven"], ["longer"]),
        helper.make_node("Div", ["longer", "eight"], ["encoded_lengths"]),
        helper.make_node("ReduceMax", ["encoded_lengths"], ["most"], keepdims=0),
        helper.make_node("Range", ["none", "most", "one"], ["numbers"]),
        helper.make_node("Mod", ["numbers", "depth"], ["places"]),
        helper.make_node("OneHot", ["places", "depth", "values"], ["told"], axis=0),
        helper.make_node("Unsqueeze", ["told", "front"], ["outputs"]),
    ]
    return helper.make_graph(
        nodes,
        "encoder",
        [
            helper.make_tensor_value_info("audio_signal", TensorProto.FLOAT, ["batch", 128, "time"]),
            helper.make_tensor_value_info("length", TensorProto.INT64, ["batch"]),
        ],
        [
            helper.make_tensor_value_info("outputs", TensorProto.FLOAT, [1, FRAMES, "frames"]),
            helper.make_tensor_value_info("encoded_lengths", TensorProto.INT64, ["batch"]),
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )


def _decoder(weights: NDArray[np.float32]) -> onnx.GraphProto:
    shape = np.array([1, 1, 1, len(weights)], np.int64)
    state = ["input_states_1", "input_states_2"]
    nodes = [
        helper.make_node("MatMul", ["weights", "encoder_outputs"], ["scores"]),
        helper.make_node("Reshape", ["scores", "shape"], ["outputs"]),
        helper.make_node("Identity", [state[0]], ["output_states_1"]),
        helper.make_node("Identity", [state[1]], ["output_states_2"]),
    ]
    states = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [2, "batch", 4]) for name in state]
    return helper.make_graph(
        nodes,
        "decoder_joint",
        [
            helper.make_tensor_value_info("encoder_outputs", TensorProto.FLOAT, [1, FRAMES, 1]),
            helper.make_tensor_value_info("targets", TensorProto.INT32, [1, 1]),
            helper.make_tensor_value_info("target_length", TensorProto.INT32, [1]),
            *states,
        ],
        [
            helper.make_tensor_value_info("outputs", TensorProto.FLOAT, [1, 1, 1, len(weights)]),
            *(helper.make_tensor_value_info(f"output_states_{n}", TensorProto.FLOAT, [2, "batch", 4]) for n in (1, 2)),
        ],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(shape, "shape")],
    )


def detector(path: Path, names: tuple[str, ...], boxes: NDArray[np.float32], side: int = 64) -> Path:
    """Write an Ultralytics export (with its classes in the metadata) that finds these boxes in every picture.

    `boxes` has a row per box: centre x and y, width, height, then a score per class.
    """
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["boxes", "zero"], ["output0"]),
    ]
    columns = np.ascontiguousarray(boxes.T[None])
    graph = helper.make_graph(
        nodes,
        "detector",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, side, side])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, list(columns.shape))],
        [numpy_helper.from_array(columns, "boxes"), numpy_helper.from_array(np.array(0, np.float32), "nothing")],
    )
    _save(graph, path, names=str(dict(enumerate(names))), task="detect", stride="32")
    return path
