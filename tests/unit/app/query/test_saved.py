from app.query.saved import shipped
from storage.sql.guard import judge
from storage.sql.views import VIEWS


def test_a_dozen_queries_come_with_the_program_and_read_what_there_is() -> None:
    assert len(shipped()) >= 12
    tables = {"live": {view.name for view in VIEWS}}
    for title, sql in shipped().items():
        assert title[0].isupper(), title
        assert judge(sql, tables).sources == {"live"}, title
