"""What was heard twice is found once."""

from datetime import UTC

import pytest

from storage.events import Event, derived_uid
from storage.search.parse import parse_query
from storage.topics import ECHO

NOON_US = 1_793_534_400_000_000


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("query", ["quarterly", "quarterl*", "uarterl"])
def test_a_transcript_marked_as_echo_is_not_found_and_its_original_is(diary, query: str, index: bool) -> None:
    played = diary.said(1, "please send the quarterly report", index=index)
    heard = diary.said(1, "please send a quarterly report", index=index)
    diary.said(30, "the quarterly figures", index=index)
    mark = Event(
        derived_uid("echoes", "1", heard.uid, 0),
        ECHO,
        heard.device,
        heard.start_us,
        heard.end_us,
        heard.received_us,
        data={"of": played.uid.hex(), "likeness": 0.9},
        parent=heard.uid,
    )
    assert diary.storage.log.append([mark]).added == 1

    page = diary.storage.store.search(parse_query(query, now_us=NOON_US, zone=UTC))

    assert {hit.event.text for hit in page.hits} == {"please send the quarterly report", "the quarterly figures"}
    assert page.total == 2
