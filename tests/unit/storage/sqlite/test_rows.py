"""Events as rows."""

from types import MappingProxyType

from storage.sqlite.open import SqliteStorage
from storage.sqlite.rows import dump_data
from tests.unit.storage.conftest import MakeEvent


def test_data_of_any_mapping_is_json() -> None:
    assert dump_data(MappingProxyType({"a": [1, "ü"]})) == '{"a":[1,"ü"]}'


def test_every_field_comes_back(storage: SqliteStorage, make_event: MakeEvent) -> None:
    full = make_event(
        1, at_s=-5.5, length_s=2, received_us=2**60, tz_offset_min=-720, uncertainty_us=-1, text="", media="0f" * 32
    )
    bare = make_event(2, tz_offset_min=None, text=None)
    storage.log.append([full, bare])
    assert storage.store.get(full.uid) == full
    assert storage.store.get(bare.uid) == bare
