"""`daytrail query --engine trino://…` as a program of its own, against the server of `tests.data.trino_server`."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.data.trino_server import Answer, column, serving

WRONG = {
    "message": "line 1:8: Column 'x' cannot be resolved",
    "errorName": "COLUMN_NOT_FOUND",
    "errorType": "USER_ERROR",
    "errorLocation": {"lineNumber": 1, "columnNumber": 8},
}


def _query(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app.cli.main", "query", *words]
    environment = {**os.environ, "DAYTRAIL_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_server_answers_and_its_errors_have_their_place(tmp_path: Path) -> None:
    answers = {
        "SELECT x": Answer(error=WRONG),
        "visits": Answer(
            [column("url", "varchar"), column("n", "bigint")], [[["a.example", 3]], [["b.example", None]]]
        ),
    }
    with serving(answers) as server:
        on = ["--engine", f"trino://ann@127.0.0.1:{server.port}/lake"]
        found = _query(tmp_path, "SELECT * FROM web.visits WHERE n > :least", *on, "--param", "least=2", "--json")
        assert json.loads(found.stdout) == [{"url": "a.example", "n": 3}, {"url": "b.example", "n": None}]
        assert server.asked == ["SELECT * FROM web.visits WHERE n > 2"]
        wrong = _query(tmp_path, "SELECT x", *on)
        assert wrong.returncode != 0
        assert "line 1, column 8: Column 'x' cannot be resolved" in wrong.stderr
    assert "no Trino server" in _query(tmp_path, "SELECT 1", "--engine", "none").stderr.replace("No", "no")
