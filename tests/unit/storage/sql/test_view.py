from storage.sql.view import UID, View, number_column, select, text_column


def test_a_view_is_a_statement_over_its_topics() -> None:
    view = View("rides", "Rides.", ("a.ride", "sensor."), (UID, text_column("by", "by", "on what")), condition="x > 1")
    statement = select(view, "event")
    assert statement.startswith("""SELECT lower(hex(uid)) AS "uid", data->>'$.by' AS "by" FROM event WHERE """)
    assert statement.endswith("(topic = 'a.ride' OR starts_with(topic, 'sensor.')) AND x > 1")


def test_rows_that_are_unfolded_are_chosen_before() -> None:
    source = "(SELECT *, unnest(x) AS one FROM {event} WHERE {topics})"
    view = View("parts", "Parts.", ("a.ride",), (number_column("n", "n", "how many"),), source=source)
    assert select(view, "event") == (
        "SELECT TRY_CAST(data->>'$.n' AS DOUBLE) AS \"n\" "
        "FROM (SELECT *, unnest(x) AS one FROM event WHERE topic = 'a.ride')"
    )
