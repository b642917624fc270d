"""Ports that nobody listens on."""

import secrets
import socket

_LOWEST, _HIGHEST = 10_000, 20_000
"""Below what the kernel hands out by itself, so that no connection takes one between now and its use."""


def free_port() -> int:
    """Return a port of loopback that was free a moment ago."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return several different ones."""
    held: dict[int, socket.socket] = {}
    while len(held) < count:
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)
        try:
            held[port] = held.get(port) or socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
    for each in held.values():
        each.close()
    return list(held)
