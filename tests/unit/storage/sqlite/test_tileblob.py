"""A packed tile comes back as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.pyramid.buckets import BUCKET
from storage.pyramid.labels import Labels
from storage.sqlite.tileblob import TILE_BUCKETS, level_and_lane, pack, tile_id, unpack
from storage.store import COARSEST_LEVEL

big = st.integers(-(2**62), 2**62)
bucket = st.fixed_dictionaries(
    {
        "starts": st.integers(0, 2**40),
        "carried": st.integers(0, 3),
        "busy": st.integers(0, 2**55),
        "longest": st.integers(0, 2**60),
        "key": st.integers(1, 2**50),
        "low": st.sampled_from([np.nan, 0.0, 0.1, 1e300]),
        "last_start": big,
        "last_key": st.integers(0, 2**50),
        "media_start": big,
        "pictured": st.booleans(),
        "label": st.sampled_from([None, "", "editor", "naïve 猫"]),
    }
)


@given(
    st.dictionaries(st.integers(0, TILE_BUCKETS - 1), bucket, min_size=1, max_size=30),
    st.sampled_from([0, 7, -3, -(2**31), 2**31]),
)
def test_what_was_packed_comes_back(made: dict[int, dict[str, object]], tile: int) -> None:
    writing, reading = Labels(), Labels()
    reading.number("another text first")
    rows = np.zeros(len(made), BUCKET)
    for row, (index, fields) in zip(rows, sorted(made.items()), strict=True):
        for name in ("starts", "carried", "busy", "longest", "key", "last_start", "last_key", "media_start", "low"):
            row[name] = fields[name]
        row["index"] = tile * TILE_BUCKETS + index
        row["high"] = row["last"] = row["low"]
        row["label"] = writing.number(fields["label"])  # type: ignore[arg-type]
        row["media_key"] = row["key"] if fields["pictured"] else -1
        row["media"] = bytes([index % 256]) * 31 + b"\0"
    found = unpack(pack(rows, writing), tile, reading)
    valued, pictured = not np.isnan(rows["last"]).all(), rows["media_key"] >= 0
    for name in ("index", "starts", "carried", "busy", "longest", "key", "low", "high", "last", "media_key"):
        np.testing.assert_array_equal(found[name], rows[name])
    for name in ("last_start", "last_key") if valued else ():
        np.testing.assert_array_equal(found[name], rows[name])
    np.testing.assert_array_equal(found["media_start"][pictured], rows["media_start"][pictured])
    assert found["media"][pictured].tolist() == rows["media"][pictured].tolist()
    texts = [None if number < 0 else reading.text(number) for number in found["label"].tolist()]
    assert texts == [fields["label"] for _, fields in sorted(made.items())]


def test_a_regular_tile_takes_few_bytes_a_bucket() -> None:
    rows = np.zeros(TILE_BUCKETS, BUCKET)
    rows["index"] = np.arange(TILE_BUCKETS)
    rows["key"] = np.arange(TILE_BUCKETS) * 3
    rows["starts"] = 1
    rows["label"] = rows["media_key"] = -1
    rows["low"] = rows["high"] = rows["last"] = np.nan
    assert len(pack(rows, Labels())) < 8 * TILE_BUCKETS


@pytest.mark.parametrize("tile", [0, 5, -1, -(2**32), 2**32])
@pytest.mark.parametrize("level", [2, COARSEST_LEVEL])
def test_keys_keep_level_lane_and_tile_apart(level: int, tile: int) -> None:
    number = tile_id(level, 12, tile)
    assert level_and_lane(number) == (level, 12, tile)
    assert 0 < number < 2**63
    assert tile_id(level, 12, tile) < tile_id(level, 12, tile + 1) < tile_id(level, 13, -(2**32))
