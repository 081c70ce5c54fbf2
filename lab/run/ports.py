"""Free loopback ports, the same ones as last time when they are still free."""

import json
import socket
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from lab.run.errors import LabError

FIRST = 8001
LAST = 8999
_FILE = "ports.json"


def remembered(state: Path) -> dict[str, int]:
    """The ports of the last start; empty when there was none or its note cannot be read."""
    try:
        noted = json.loads((state / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): int(port) for name, port in noted.items()} if _is_note(noted) else {}


def listeners(state: Path, names: Iterable[str]) -> dict[str, socket.socket]:
    """Open one listening socket a name and remember the ports.

    The sockets are handed to the servers, so nobody can take a port between choosing and using.
    Raises `LabError` when no port is left.
    """
    last = remembered(state)
    with ExitStack() as held:
        opened = {name: held.enter_context(_listener(last.get(name))) for name in names}
        _remember(state, {name: each.getsockname()[1] for name, each in opened.items()})
        held.pop_all()
    return opened


def _listener(last: int | None) -> socket.socket:
    wanted = [last] if last is not None else []
    for port in [*wanted, *range(FIRST, LAST + 1)]:
        opened = _listening(port)
        if opened is not None:
            return opened
    raise LabError(f"no free port between {FIRST} and {LAST} on 127.0.0.1")


def _listening(port: int) -> socket.socket | None:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(("127.0.0.1", port))
        opened.listen(128)
    except OSError:
        opened.close()
        return None
    return opened


def _remember(state: Path, ports: Mapping[str, int]) -> None:
    (state / _FILE).write_text(json.dumps(ports, indent=2) + "\n", "utf-8")


def _is_note(noted: object) -> bool:
    return isinstance(noted, dict) and all(isinstance(port, int) for port in noted.values())
