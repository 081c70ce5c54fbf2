"""Serves the application in a thread of its own, at a door that was opened before."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Final

import uvicorn

from storewarden.connectors.logs.http_ingest.answering import Ingest
from storewarden.core.errors import Unreachable

_READY: Final = 10.0
_SENDERS: Final = 256


@contextmanager
def serving(listen: str, ingest: Ingest) -> Iterator[int]:
    """Serve while the body runs; yields the port.

    Args:
        listen: ``host:port``; port 0 is any free one.
        ingest: the application.

    Raises `Unreachable` when the door cannot be opened.
    """
    door = _opened(listen)
    config = uvicorn.Config(
        ingest,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        limit_concurrency=_SENDERS,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([door],), name="storewarden-ingest", daemon=True)
    thread.start()
    try:
        _wait_for(server, thread)
        yield int(door.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        door.close()


def _opened(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, int(port)))
        door.listen(512)
    except OSError as refused:
        door.close()
        raise Unreachable(f"{listen} cannot be listened at: {refused.strerror}") from refused
    return door


def _wait_for(server: uvicorn.Server, thread: Thread) -> None:
    until = monotonic() + _READY
    while not server.started and thread.is_alive() and monotonic() < until:
        sleep(0.01)
