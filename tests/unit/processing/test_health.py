from processing.health import ProcessorHealth, ProcessorState


def test_states_read_as_words() -> None:
    health = ProcessorHealth("ocr", "Text on screen", ProcessorState.UP_TO_DATE)

    assert f"{health.title}: {health.state}" == "Text on screen: up to date"
    assert health.cause == ""
