"""A real S3 server with a bucket named life, of this test's own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from obstore.exceptions import BaseError
from obstore.store import S3Store

from tests.data.patience import PATIENCE_S
from tests.data.ports import free_ports

_PORTS = ("master.port", "volume.port", "filer.port", "s3.port", "s3.port.iceberg", "s3.port.lance", "admin.port")
_TRIES = 3


@contextmanager
def s3_server(weed: Path, folder: Path, key: str, secret: str) -> Iterator[int]:
    """Run SeaweedFS on loopback while the context lasts, and give the port it answers S3 on.

    Should another process take one of its ports meanwhile, it is started once more with others.
    """
    with (folder / "log").open("wb") as log:
        for _ in range(_TRIES):
            ports = dict(zip(_PORTS, free_ports(len(_PORTS)), strict=True))
            server = subprocess.Popen(
                [*_command(weed, folder), *(f"-{name}={port}" for name, port in ports.items())],
                stdout=log, stderr=log, env={**os.environ, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret},
            )  # fmt: skip
            try:
                if _has_bucket(ports["s3.port"], key, secret, server):
                    yield ports["s3.port"]
                    return
            finally:
                server.kill()
                server.wait()
    pytest.fail(f"the S3 server did not start: {(folder / 'log').read_text(errors='replace')[-2_000:]}")


def _command(weed: Path, folder: Path) -> list[str]:
    command = [str(weed), "-logtostderr=true", "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    return [*command, "-admin.ui=false", "-webdav=false", "-master.telemetry=false", "-bucket=life"]


def _has_bucket(port: int, key: str, secret: str, server: "subprocess.Popen[bytes]") -> bool:
    """Wait for the bucket, which comes a moment after the first answer; False when the server ends before."""
    store = S3Store(
        "life", endpoint=f"http://127.0.0.1:{port}", access_key_id=key, secret_access_key=secret, region="us-east-1",
        client_options={"allow_http": True}, retry_config={"max_retries": 0},
    )  # fmt: skip
    ends_s, pace = time.monotonic() + PATIENCE_S, Event()
    while server.poll() is None and time.monotonic() < ends_s:
        try:
            store.list().collect()
        except BaseError:
            pace.wait(0.1)
        else:
            return True
    return False
