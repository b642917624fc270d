from app.telemetry.health import Level, judge
from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth, ProcessorState

SCREEN = SourceHealth("screen", "Screen", SourceState.RECORDING)
NO_SOUND = SourceHealth("microphone", "Microphone", SourceState.UNAVAILABLE, "No microphone was found.")
OFF = SourceHealth("camera", "Camera", SourceState.OFF)
OCR = ProcessorHealth("ocr", "Text on screen", ProcessorState.WAITING, "You are working.", backlog=9)


def test_all_is_well_while_everything_wanted_records_even_if_work_waits() -> None:
    assert judge([SCREEN, OFF], [OCR]) == judge([], [])
    assert judge([SCREEN, OFF], [OCR]).level is Level.HEALTHY


def test_a_lost_source_or_processor_degrades_with_its_cause() -> None:
    broken = ProcessorHealth("ocr", "Text on screen", ProcessorState.UNAVAILABLE, "The model is damaged.", failed=2)

    verdict = judge([SCREEN, NO_SOUND], [broken], ["The disk is nearly full."])

    assert verdict.level is Level.DEGRADED
    assert verdict.causes == (
        "Microphone: No microphone was found.",
        "Text on screen: The model is damaged.",
        "Text on screen: 2 put aside since the start; `daytrail retry` lists them.",
        "The disk is nearly full.",
    )


def test_when_nothing_that_should_records_it_is_unhealthy() -> None:
    verdict = judge([NO_SOUND, OFF], [])
    assert verdict.level is Level.UNHEALTHY
    assert verdict.causes[0] == "Nothing is recorded."
