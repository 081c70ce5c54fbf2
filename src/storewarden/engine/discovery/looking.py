"""Looks at whatever it is shown, and makes a first estate file of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from storewarden.core.connectors import Recogniser
from storewarden.engine.discovery.addresses import Visit, site_at
from storewarden.engine.discovery.dsns import database_at, is_dsn
from storewarden.engine.discovery.folders import (
    folder_at,
    is_plain_file,
    is_sqlite,
    sqlite_at,
)
from storewarden.engine.discovery.logfiles import log_at
from storewarden.engine.discovery.proposals import Puzzle, Told
from storewarden.engine.discovery.writing import estate_text
from storewarden.engine.estate_file.secrecy import is_secret


def look(
    what: Sequence[str], *, root: Path, recognisers: Sequence[Recogniser], visit: Visit
) -> str:
    """Return the text of a first estate file; whatever is shown, it loads.

    Args:
        what: web addresses, folders, files and addresses of databases, in any order; paths
            start from ``root``.
        root: the folder in which the estate file will stand.
        recognisers: all that can tell a platform.
        visit: binds a web client to a site; nothing is fetched but the pages in ``what``.
    """
    told = [
        thing
        for shown in dict.fromkeys(what)
        for thing in _told(shown.strip(), root, recognisers, visit)
    ]
    return estate_text(told, root)


def _told(
    shown: str, root: Path, recognisers: Sequence[Recogniser], visit: Visit
) -> Iterator[Told]:
    if shown.lower().startswith(("http://", "https://")):
        yield site_at(shown, recognisers, visit)
    elif is_dsn(shown):
        yield database_at(shown, root)
    else:
        yield from _path(shown, root, recognisers)


def _path(shown: str, root: Path, recognisers: Sequence[Recogniser]) -> Iterator[Told]:
    name = _named(shown)
    path = root / shown
    try:
        if not shown or not path.exists():
            yield Puzzle(f"what {name!r} is: no file or folder, no web address (https://...)")
        elif path.is_dir():
            yield from folder_at(path.resolve(), root.resolve(), recognisers)
        else:
            yield _file(path.resolve(), root.resolve(), name)
    except (OSError, RuntimeError, ValueError) as refused:
        reason = getattr(refused, "strerror", None) or "not a path"
        yield Puzzle(f"what {name!r} holds: {reason}")


def _file(path: Path, root: Path, name: str) -> Told:
    if not is_plain_file(path):
        return Puzzle(f"what {name!r} is: neither a file nor a folder")
    if is_sqlite(path):
        return sqlite_at(path, root)
    return log_at(path, root) or Puzzle(f"what {name!r} is: no log or database that we know")


def _named(shown: str) -> str:
    """Repeat an argument, unless it may be an address with a password that went wrong."""
    return "(hidden)" if is_secret(shown) or set(shown) & set("@=:") else shown
