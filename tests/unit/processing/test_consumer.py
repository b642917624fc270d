from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from processing.consumer import Consumer, HaltedError, Tally, group_of
from processing.processor import ModelFile, ModelUnavailableError
from processing.worker_main import Answer, Request
from processing.worker_process import WorkerLostError
from storage.clock import SystemClock
from storage.events import Event, derived_uid
from tests.data.observed import Place, page
from tests.unit.processing.recipes import Recipe

TINY = {"ocr": ModelFile("tiny", "6", "ocr", Path("/models"))}


class Here:
    """A worker in this process, whose deaths are announced instead of died."""

    def __init__(self, before: Callable[[Request], None] = lambda request: None) -> None:
        self.asked: list[Request] = []
        self._before = before

    def ask(self, request: Request, timeout_s: float) -> Answer:
        self.asked.append(request)
        self._before(request)
        if any(piece.event.data.get("title") == "die" for piece in request.work):
            raise WorkerLostError("The worker died (signal 9) and was replaced.")
        try:
            results = request.processor.derive(request.work, "here")
        except ValueError as error:
            return Answer(cause=type(error).__name__, traceback="Traceback …")
        return Answer(tuple(tuple(one) for one in results))


def consumer(
    place: Place, worker: Here, recipe: Recipe | None = None, models: Mapping[str, ModelFile] | None = None
) -> Consumer:
    recipe = recipe or Recipe()
    place.log.subscribe(group_of(recipe.name), recipe.consumes)
    return Consumer(recipe, models or {}, place.log, place.media, SystemClock(), worker, Tally())


def made(place: Place) -> list[Event]:
    place.log.subscribe("seen", ["media.image.text.ocr"])
    place.log.seek("seen", 0)
    return [entry.event for entry in place.log.read("seen").entries if entry.event]


def work_off(one: Consumer) -> int:
    batches = 0
    while (batch := one.pending()) is not None:
        one.work_off(batch)
        batches += 1
    return batches


def test_results_carry_who_made_them_from_what(place: Place) -> None:
    frame = place.frame(page(["a"]), title="soup")
    one = consumer(place, Here(), models=TINY)

    work_off(one)

    (event,) = made(place)
    assert event.parent == frame.uid
    assert event.uid == derived_uid("recipe", "1+tiny@6", frame.uid, 0)
    assert (event.device, event.start_us, event.media) == (frame.device, frame.start_us, frame.media)
    assert event.data["provenance"] == {
        "processor": "recipe",
        "version": "1",
        "model": "tiny@6",
        "parameters": {"spice": "salt"},
        "trace": frame.uid.hex(),
    }
    assert one.tally.done == 1


def test_batches_follow_the_declaration_and_the_offset_moves(place: Place) -> None:
    for number in range(6):
        place.frame(page([str(number)]), title=f"dish {number}")
    worker = Here()

    assert work_off(consumer(place, worker)) == 2

    assert [len(request.work) for request in worker.asked if request.work] == [4, 2]
    assert [event.text for event in made(place)] == [f"dish {number} with here" for number in range(6)]
    assert place.log.lag(group_of("recipe")).entries == 0


def test_doing_it_again_adds_nothing(place: Place) -> None:
    place.frame(page(["a"]), title="soup")
    one = consumer(place, Here())
    work_off(one)

    place.log.seek(group_of("recipe"), 0)
    work_off(one)

    assert len(made(place)) == 1


@pytest.mark.parametrize("poison", ["die", "raise"])
def test_one_poison_event_is_put_aside_after_three_attempts_and_the_rest_goes_on(place: Place, poison: str) -> None:
    for title in ("soup", poison, "salad"):
        place.frame(page([title]), title=title)
    one = consumer(place, Here())

    work_off(one)

    assert [event.data["title"] for event in made(place)] == ["soup", "salad"]
    (letter,) = place.log.dead_letters(group_of("recipe"))
    assert letter.attempts == 3
    assert letter.traceback
    assert place.log.lag(group_of("recipe")).entries == 0
    assert (one.tally.done, one.tally.failed) == (3, 1)


def test_a_dead_letter_put_back_is_tried_again(place: Place) -> None:
    place.frame(page(["a"]), title="raise")
    one = consumer(place, Here())
    work_off(one)
    (letter,) = place.log.dead_letters(group_of("recipe"))

    place.log.requeue(letter.id)

    assert one.pending() is not None


def test_an_event_that_only_fails_in_company_is_not_put_aside(place: Place) -> None:
    for title in ("soup", "alone"):
        place.frame(page([title]), title=title)

    work_off(consumer(place, Here()))

    assert [event.data["title"] for event in made(place)] == ["soup", "alone"]
    assert place.log.dead_letters() == ()


def test_missing_media_is_skipped_not_failed(place: Place) -> None:
    gone = place.frame(page(["a"]), title="gone")
    place.frame(page(["b"]), title="soup")
    place.media.delete(gone.media or "")

    work_off(consumer(place, Here()))

    assert [event.data["title"] for event in made(place)] == ["soup"]
    assert place.log.dead_letters() == ()


def test_media_deleted_while_being_worked_on_is_no_failure(place: Place) -> None:
    frame = place.frame(page(["a"]), title="raise")
    worker = Here(lambda request: bool(request.work) and place.media.delete(frame.media or "") and None)

    work_off(consumer(place, worker))

    assert place.log.dead_letters() == ()
    assert place.log.lag(group_of("recipe")).entries == 0


def test_nothing_is_kept_of_an_event_deleted_while_being_worked_on(place: Place) -> None:
    frame = place.frame(page(["a"]), title="private")
    place.frame(page(["b"]), title="soup")
    worker = Here(lambda request: bool(request.work) and place.log.delete([frame.uid]) and None)

    work_off(consumer(place, worker))

    assert [event.data["title"] for event in made(place)] == ["soup"]


def test_tombstones_and_extensions_are_passed_over(place: Place) -> None:
    frame = place.frame(page(["a"]), title="gone")
    place.log.delete([frame.uid])
    worker = Here()

    work_off(consumer(place, worker))

    assert not [request for request in worker.asked if request.work]
    assert place.log.lag(group_of("recipe")).entries == 0


def test_a_worker_that_dies_while_loading_blames_no_event(place: Place) -> None:
    place.frame(page(["a"]), title="soup")

    def die(request: Request) -> None:
        raise WorkerLostError("The worker died (signal 9) and was replaced.")

    with pytest.raises(ModelUnavailableError, match="cannot start"):
        work_off(consumer(place, Here(die)))

    assert place.log.dead_letters() == ()
    assert place.log.lag(group_of("recipe")).entries == 1


def test_stopping_blames_no_event(place: Place) -> None:
    place.frame(page(["a"]), title="die")
    one = consumer(place, Here())
    one.halt()

    with pytest.raises(HaltedError):
        work_off(one)

    batch = one.pending()
    assert batch is not None
    assert batch.entries[0].attempts == 0


def test_entries_of_other_topics_are_not_looked_at_for_ever(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processing.consumer._SKIP_ENTRIES", 5)
    one = consumer(place, Here(), Recipe(consumes=("device.image.camera.raw",)))
    for number in range(6):
        place.frame(page([str(number)]))

    assert one.pending() is None

    assert place.log.lag(group_of("recipe")).offset == place.log.head()


def test_the_pace_counts_waiting_while_there_is_a_backlog_and_not_while_there_is_none() -> None:
    tally = Tally()
    tally.note(2, began_s=10.0, ended_s=12.0)
    assert tally.entry_s == 1.0

    tally.note(1, began_s=15.0, ended_s=16.0)
    assert tally.entry_s == pytest.approx(0.8 * 1.0 + 0.2 * 4.0), "it waited 3 s for its turn"
    tally.caught_up()
    tally.note(1, began_s=100.0, ended_s=101.0)

    assert tally.entry_s == pytest.approx(0.8 * 1.6 + 0.2 * 1.0)
