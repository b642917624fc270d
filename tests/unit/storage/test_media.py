from storage.media import MediaMissingError, MediaReport


def test_a_missing_error_reads_as_its_message() -> None:
    assert str(MediaMissingError("no media at abc")) == "no media at abc"


def test_a_report_is_ok_only_without_losses() -> None:
    assert MediaReport(3, 10, (), ()).ok
    assert not MediaReport(3, 10, ("a",), ()).ok
    assert not MediaReport(3, 10, (), ("a",)).ok
