import logging
from pathlib import Path

import pytest
from onnxruntime.capi.onnxruntime_pybind11_state import EPFail

from processing.device import (
    Device,
    offered_providers,
    on_first,
    open_session,
    providers,
    speech_devices,
    with_fallback,
)
from processing.models.catalog import Catalog

CPU = "CPUExecutionProvider"


@pytest.mark.parametrize(
    ("offered", "first"),
    [
        ([CPU], CPU),
        (["AzureExecutionProvider", CPU], CPU),
        (["TensorrtExecutionProvider", "CUDAExecutionProvider", CPU], "CUDAExecutionProvider"),
        (["DmlExecutionProvider", CPU], "DmlExecutionProvider"),
        (["CoreMLExecutionProvider", "AzureExecutionProvider", CPU], "CoreMLExecutionProvider"),
        (["OpenVINOExecutionProvider", CPU], "OpenVINOExecutionProvider"),
    ],
)
def test_the_best_that_is_offered_is_asked_for_and_the_processor_comes_last(offered: list[str], first: str) -> None:
    found = providers(Device.AUTO, offered)
    assert found[0] == first
    assert found[-1] == CPU
    assert len(found) == len(set(found))
    assert providers(Device.CPU, offered) == [CPU]


def test_the_installed_runtime_offers_the_processor_and_runs_on_what_is_chosen() -> None:
    offered = offered_providers()
    assert CPU in offered
    file = Catalog().find("objects", "yolox-nano").path / "yolox_nano_coco_416.onnx"
    session = open_session(file, Device.AUTO)
    assert session.get_providers()[0] == providers(Device.AUTO, offered)[0]


def test_where_the_fast_one_fails_the_processor_does_it(caplog: pytest.LogCaptureFixture) -> None:
    tried = []

    def make(chosen: list[str]) -> str:
        tried.append(chosen)
        if chosen != [CPU]:
            raise EPFail("no such card")
        return "made"

    with caplog.at_level(logging.WARNING):
        assert with_fallback(["CUDAExecutionProvider", CPU], make) == "made"
    assert tried == [["CUDAExecutionProvider", CPU], [CPU]]
    assert "CUDAExecutionProvider cannot be used" in caplog.text


def test_what_fails_on_the_processor_fails(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"no model")
    with pytest.raises(Exception, match="broken.onnx"):
        open_session(tmp_path / "broken.onnx", Device.AUTO)


def test_speech_runs_on_a_card_where_there_is_one_else_in_eight_bits() -> None:
    assert speech_devices(Device.AUTO, 0) == speech_devices(Device.CPU, 2) == [("cpu", "int8")]
    assert speech_devices(Device.AUTO, 2) == [("cuda", "float16"), ("cpu", "int8")]


def test_speech_falls_back_to_the_processor(caplog: pytest.LogCaptureFixture) -> None:
    def make(place: str, how: str) -> str:
        if place == "cuda":
            raise RuntimeError("no cuBLAS here")
        return f"{place} {how}"

    with caplog.at_level(logging.WARNING):
        assert on_first(speech_devices(Device.AUTO, 1), make) == "cpu int8"
    assert "no cuBLAS here" in caplog.text
    with pytest.raises(RuntimeError):
        on_first([("cuda", "float16")], make)
