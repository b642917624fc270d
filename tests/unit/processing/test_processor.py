import pickle

from processing.processor import Derived, Work
from tests.data.observed import Place, page
from tests.unit.processing.recipes import Recipe


def test_work_and_results_travel_between_processes(place: Place) -> None:
    event = place.frame(page(["a"]), title="a")
    work = Work(event, place.media.path(event.media or ""))
    derived = Recipe().derive([work], "1")[0][0]

    assert pickle.loads(pickle.dumps(work)) == work
    assert pickle.loads(pickle.dumps(derived)) == derived
    assert isinstance(derived, Derived)
    assert derived.text == "a with 1"


def test_a_processor_with_the_same_parameters_is_the_same() -> None:
    assert Recipe(version="2") == Recipe(version="2")
    assert hash(Recipe(version="2")) == hash(Recipe(version="2"))
    assert Recipe(version="2") != Recipe(version="3")
