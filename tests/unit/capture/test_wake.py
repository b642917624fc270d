import os
import threading

from capture.wake import Wake


def test_being_set_ends_a_wait_from_another_thread() -> None:
    with Wake() as wake:
        threading.Timer(0.05, wake.set).start()
        assert wake.wait(60)


def test_being_set_before_is_remembered_once_however_often() -> None:
    with Wake() as wake:
        for _ in range(100_000):
            wake.set()
        assert wake.wait(60)
        assert not wake.wait(0)


def test_a_descriptor_that_can_be_read_ends_a_wait() -> None:
    readable, writable = os.pipe()
    with Wake() as wake:
        assert not wake.wait(0, readable)
        os.write(writable, b"x")
        assert wake.wait(30, readable)
    os.close(readable)
    os.close(writable)


def test_setting_it_when_it_is_closed_does_nothing() -> None:
    wake = Wake()
    wake.close()
    wake.set()
