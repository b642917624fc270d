from capture.audio.settings import SoundSettings
from capture.settings import CaptureSettings


def test_both_sources_of_sound_are_cut_alike_and_offer_the_same_in_the_same_order() -> None:
    both = CaptureSettings().microphone, CaptureSettings().loudspeaker

    microphone, loudspeaker = (list(type(one).model_fields) for one in both)

    assert microphone == loudspeaker == list(SoundSettings.model_fields)
    assert microphone[0] == "enabled", "the switch stands first in the window"
    for name in ("shortest_s", "longest_s", "silence_peak"):
        assert type(both[0]).model_fields[name].title == type(both[1]).model_fields[name].title
        assert getattr(both[0], name) == getattr(both[1], name)
    for one in both:
        assert all(field.title for field in type(one).model_fields.values())
