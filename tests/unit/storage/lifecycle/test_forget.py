import logging
import subprocess
import sys
from base64 import b64encode
from datetime import UTC

import numpy as np
import pytest

from storage.events import Event, derived_uid
from storage.lifecycle.forget import ForgetRequest
from storage.search.parse import parse_query
from storage.sqlite.checks import SqliteChecks
from storage.store import EventQuery
from storage.topics import MEANING, MICROPHONE, SCREEN, SCREEN_TEXT, THUMBNAIL, TRANSCRIPT, WINDOW_FOCUS
from storage.vectors import Passage, as_data, codes, quantise

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000


def minutes(first: float, last: float) -> ForgetRequest:
    return ForgetRequest(NOON_US + round(first * MINUTE_US), NOON_US + round(last * MINUTE_US))


def test_preview_counts_and_changes_nothing(life, forgetter) -> None:
    life.frame(1, "kept")
    life.frame(11, "secret plan")
    life.speech(12, "whispered")
    preview = forgetter.preview(minutes(10, 20))
    assert preview.events == {SCREEN: 1, SCREEN_TEXT: 1, THUMBNAIL: 1, MICROPHONE: 1, TRANSCRIPT: 1}
    assert preview.total == 5
    assert preview.media_files == 3
    assert preview.media_bytes == len("secret plan") + len("small secret plan") + len("sound of whispered")
    assert preview.sample_us[0] == NOON_US + 11 * MINUTE_US
    assert life.texts() == {"kept", "secret plan", "whispered"}
    assert life.media.size_bytes() > preview.media_bytes


def test_a_span_is_gone_from_every_file(life, forgetter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for minute in range(9):
        life.frame(minute, f"harmless page {minute} xylophone")
    life.frame(11, "the passphrase is zanzibarquux heliotrope")
    life.speech(12, "zanzibarquux spoken aloud", 0.5)
    life.focus(13, "vault", "zanzibarquux – vault")
    life.indexer.catch_up()
    for minute in range(21, 29):
        life.frame(minute, f"later page {minute} xylophone")
    life.frame(15, "unindexed zanzibarquux")
    assert b"zanzibarquux" in life.raw()

    receipt = forgetter.forget(minutes(10, 20))

    assert receipt.total == 9
    raw = life.raw()
    for trace in (b"zanzibarquux", b"anzibarqu", b"heliotrope", b"eliotrop", b"unindexed"):
        assert trace not in raw, trace
    assert b"xylophone" in raw
    life.indexer.catch_up()
    query = parse_query("zanzibarquux", now_us=NOON_US, zone=UTC)
    assert life.storage.store.search(query).hits == ()
    assert b"zanzibarquux" not in life.raw()
    assert "zanzibarquux" not in caplog.text
    assert life.texts() == {f"harmless page {n} xylophone" for n in range(9)} | {
        f"later page {n} xylophone" for n in range(21, 29)
    }
    assert life.media.verify(life.references.media_addresses()).ok


def test_a_picture_that_another_moment_shares_stays(life, forgetter) -> None:
    [frame, *_] = life.frame(1, "one", picture=b"same pixels")
    life.frame(11, "two", picture=b"same pixels")
    preview = forgetter.preview(minutes(10, 20))
    assert (preview.media_files, preview.media_bytes) == (0, 0)
    forgetter.forget(minutes(10, 20))
    assert life.media.get(frame.media) == b"same pixels"
    receipt = forgetter.forget(minutes(0, 5))
    assert receipt.media_files == 2
    assert life.media.size_bytes() == 0


def test_what_was_derived_later_and_what_it_came_from_go_together(life, forgetter) -> None:
    [sound, _] = life.speech(9.8, "across the edge")
    uid = b"\x01" * 16
    life.append(life.event(TRANSCRIPT, 30, uid=uid, text="late words", parent=sound.uid, data={"words": []}))
    forgetter.forget(minutes(10, 20))
    assert life.texts() == set()
    assert list(life.media.addresses()) == []


def test_a_window_open_since_before_keeps_its_beginning(life, forgetter) -> None:
    life.focus(0, "editor", "report.odt", 30)
    receipt = forgetter.forget(minutes(10, 40))
    assert receipt.shortened == 1
    [event] = life.storage.store.events(EventQuery())
    assert (event.start_us, event.end_us) == (NOON_US, NOON_US + 10 * MINUTE_US)
    assert event.text == "report.odt"
    assert forgetter.preview(minutes(10, 40)).total == 0


def test_one_application_is_forgotten_and_the_rest_stays(life, forgetter) -> None:
    life.frame(1, "public", app="Firefox")
    life.frame(2, "private", app="KeePassXC")
    life.focus(2, "KeePassXC", "passwords")
    receipt = forgetter.forget(ForgetRequest(apps=("keepass",)))
    assert receipt.events == {SCREEN: 1, SCREEN_TEXT: 1, THUMBNAIL: 1, WINDOW_FOCUS: 1}
    assert life.texts() == {"public"}


def test_one_site_is_forgotten_with_its_subdomains(life, forgetter) -> None:
    life.focus(1, "browser", "bank", url="https://online.bank.example/login")
    life.focus(2, "browser", "other", url="https://notbank.example/")
    assert forgetter.forget(ForgetRequest(sites=("bank.example",))).total == 1
    assert life.texts() == {"other"}


def test_search_hits_are_forgotten_with_their_pictures(life, forgetter) -> None:
    [_, read, _] = life.frame(1, "the hit")
    life.frame(2, "another")
    receipt = forgetter.forget(ForgetRequest(uids=(read.uid,)))
    assert receipt.total == 3
    assert life.texts() == {"another"}
    assert b"the hit" not in life.raw()


def test_what_was_put_aside_goes_too(life, forgetter) -> None:
    broken = life.event(SCREEN_TEXT, 11, uid=b"\x01" * 16, text="malformed brimborium", data={"lines": "none"})
    kept = life.event(SCREEN_TEXT, 30, uid=b"\x02" * 16, text="malformed but later", data={"lines": "none"})
    assert life.storage.log.append([broken, kept]).rejected == 2
    assert forgetter.preview(minutes(10, 20)).dead_letters == 1
    assert forgetter.forget(minutes(10, 20)).dead_letters == 1
    assert b"brimborium" not in life.raw()
    [letter] = life.storage.log.dead_letters()
    assert letter.uid == kept.uid


def test_safety_copies_of_the_database_do_not_keep_it(life, forgetter) -> None:
    life.frame(11, "copied gallimaufry")
    (life.home / "daytrail.sqlite.before-0005").write_bytes(b"gallimaufry")
    receipt = forgetter.forget(minutes(10, 20))
    assert receipt.copies == 1
    assert b"gallimaufry" not in life.raw()


def test_nothing_in_the_span_is_a_receipt_of_nothing(life, forgetter) -> None:
    life.frame(1, "kept")
    receipt = forgetter.forget(minutes(50, 60))
    assert (receipt.total, receipt.media_bytes, receipt.sample_us) == (0, 0, ())


def test_progress_reaches_the_total(life, forgetter) -> None:
    life.frame(1, "gone")
    seen: list[tuple[int, int]] = []
    forgetter.forget(minutes(0, 5), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


def test_forgotten_things_are_not_derived_anew(life, forgetter) -> None:
    [frame, read, _] = life.frame(1, "gone for good")
    forgetter.forget(minutes(0, 5))
    again = Event(
        read.uid, read.topic, "laptop", read.start_us, read.end_us, 0, text=read.text, data=read.data, parent=frame.uid
    )
    assert life.storage.log.append([again]).orphaned == 1
    assert life.texts() == set()


READING = """
import sys, apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM event").fetchall()
print("reading", flush=True)
sys.stdin.readline()
"""


def test_a_program_that_reads_meanwhile_delays_the_last_trace_and_the_receipt_says_so(
    life, forgetter, monkeypatch
) -> None:
    monkeypatch.setattr("storage.sqlite.references._SCRUB_WAIT_MS", 50)
    life.frame(1, "lingering quillwort")
    command = [sys.executable, "-c", READING, str(life.storage.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"reading\n"
        receipt = forgetter.forget(minutes(0, 5))
        assert receipt.total == 3
        assert not receipt.scrubbed
    assert life.references.scrub()
    assert b"quillwort" not in life.raw()


def test_what_it_meant_is_gone_from_every_file_too(life, forgetter) -> None:
    rng = np.random.default_rng(1)
    kept_vector, gone_vector = quantise(rng.normal(size=(2, 384)).astype(np.float32))
    for minute, vector in ((0, kept_vector), (60, gone_vector)):
        said = life.speech(minute, f"words at {minute}")[1]
        data = as_data("test@1", [Passage(0, 8, vector)])
        uid = derived_uid("embedding", "1", said.uid, 0)
        life.append(life.event(MEANING, minute, uid=uid, parent=said.uid, data=data))
    life.indexer.catch_up()
    traces = [(codes(one).tobytes(), b64encode(one.tobytes())) for one in (kept_vector, gone_vector)]
    assert all(trace in life.raw() for pair in traces for trace in pair)

    forgotten = forgetter.forget(ForgetRequest(NOON_US + 59 * MINUTE_US, NOON_US + 62 * MINUTE_US))

    assert forgotten.events[MEANING] == 1
    raw = life.raw()
    assert all(trace in raw for trace in traces[0])
    assert not any(trace in raw for trace in traces[1])
    assert SqliteChecks(life.storage.path, life.storage.writer, life.storage.readers).problems() == []
