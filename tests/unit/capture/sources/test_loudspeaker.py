from capture.sources.loudspeaker import LoudspeakerSettings


def test_it_is_off_until_its_owner_turns_it_on() -> None:
    assert not LoudspeakerSettings().enabled
