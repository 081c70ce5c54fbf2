"""Serves the console."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket


def serve(path: Path | None, door: socket, token: str, ready: Callable[[], None]) -> None:
    """Serve the console at an open door until it is interrupted.

    Args:
        path: the estate file; None means the nearest one.
        door: the listening socket.
        token: opens the console once.
        ready: is told when the pages can be served.

    Raises `EstateError`.
    """
    import uvicorn

    from storewarden.engine import estate_file

    found = estate_file.find(Path.cwd()) if path is None else path
    estate_file.load(found)
    os.environ["STOREWARDEN_ESTATE"] = str(found.absolute())
    os.environ["STOREWARDEN_CONSOLE_TOKEN"] = token
    pages = "storewarden.console.asgi:application"
    config = uvicorn.Config(pages, lifespan="off", access_log=False, log_level="warning")
    config.load()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refused link is not logged
    ready()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[door])
