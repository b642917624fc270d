from capture.input.counts import Click, Counter


def test_nothing_done_is_nothing() -> None:
    assert Counter().take() is None


def test_counts_between_the_first_and_the_last() -> None:
    counter = Counter()
    assert counter.key(100)
    assert not counter.key(200)
    counter.click(Click(250, 5, 6, "left"))
    counter.scroll(300)
    counts = counter.take()
    assert counts is not None
    assert (counts.start_us, counts.end_us, counts.keys, counts.clicks, counts.scrolls) == (100, 300, 2, 1, 1)
    assert counts.positions == (Click(250, 5, 6, "left"),)
    assert counter.take() is None


def test_the_way_of_the_pointer_is_measured_along_its_path_and_across_batches() -> None:
    counter = Counter()
    counter.move(1, 0, 0)
    counter.move(2, 3, 4)
    counter.move(3, 0, 0)
    counts = counter.take()
    assert counts is not None
    assert counts.moved_px == 10
    counter.move(4, 0, 7)
    counts = counter.take()
    assert counts is not None
    assert counts.moved_px == 7


def test_the_first_place_of_the_pointer_is_no_movement() -> None:
    counter = Counter()
    assert not counter.move(1, 500, 500)
    assert counter.take() is None


def test_places_are_bounded_though_clicks_are_counted() -> None:
    counter = Counter()
    for number in range(1_000):
        counter.click(Click(number, 0, 0, "left"))
    counts = counter.take()
    assert counts is not None
    assert counts.clicks == 1_000
    assert len(counts.positions) == 200
