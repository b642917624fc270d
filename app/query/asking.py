"""One statement from asking to its last row: runs on a worker's thread, is watched and cancelled from the window's."""

from app.query.rows import Rows
from storage.sql.engine import Engine, Progress, QueryError, Statement, Summary


class Asking:
    """Call `work` once, on a thread that may wait; everything else from any thread."""

    def __init__(self, engine: Engine, statement: Statement) -> None:
        self.statement = statement
        self.rows = Rows()
        self.error: QueryError | None = None
        self.summary: Summary | None = None
        self._run = engine.run(statement)
        self.has_columns = False

    def work(self) -> "Asking":
        """Ask and take every row."""
        try:
            self.rows.schema = self._run.schema()
            self.has_columns = True
            for batch in self._run.batches():
                self.rows.add(batch)
            self.summary = self._run.summary()
        except QueryError as error:
            self.error = error
        finally:
            self._run.close()
        return self

    def progress(self) -> Progress:
        """Return how far it is."""
        return self._run.progress()

    def cancel(self) -> None:
        """Stop it."""
        self._run.cancel()
