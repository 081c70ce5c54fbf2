"""Brings logs of the past in, and looks through a single one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from storewarden.bootstrap.clock import microseconds, now
from storewarden.bootstrap.installed import installed_behaviours, matcher
from storewarden.bootstrap.opening import OWN_FOLDER
from storewarden.bootstrap.sources import follow, formats_of
from storewarden.core.errors import AlreadyRunning, EstateError
from storewarden.core.estate import AnyLog, Estate, LogSource
from storewarden.core.flagged import LookedThrough

if TYPE_CHECKING:
    import pyarrow as pa

    from storewarden.core.river import Place
    from storewarden.kernels.events.ports import EventStore, Loaded


def log_batches(
    path: Path, form: str, moved: Callable[[int, int], None]
) -> "Iterator[pa.RecordBatch]":
    """The events of an access log; ``moved`` is told bytes read and the file's size.

    Raises `EstateError` for a format that is not known, `Unreachable` and OSError.
    """
    from storewarden.kernels.accesslog import LAYOUTS, parse
    from storewarden.streams.history.framing import chunks
    from storewarden.streams.history.unpacking import opened

    if form not in LAYOUTS:
        raise EstateError(f"{form!r} is no format of access logs; they are: {', '.join(LAYOUTS)}")
    with opened(path) as log:
        for chunk in chunks(log, 0, 0):
            line, layout = chunk.first_line, LAYOUTS[form]
            yield parse(chunk.data, source=path.name, first_line=line, layout=layout)
            moved(log.done, log.size)


def look_through(
    path: Path, form: str, moved: Callable[[int, int], None] = lambda _done, _size: None
) -> LookedThrough:
    """Look through a whole access log; ``moved`` is told bytes read and the file's size.

    Raises `EstateError` for a format that is not known, `PatternError`, `Unreachable`, OSError.
    """
    from storewarden.kernels.accesslog import LAYOUTS, parse
    from storewarden.kernels.windows import Settings, Windows
    from storewarden.streams.flagging import Flagging
    from storewarden.streams.history.framing import chunks
    from storewarden.streams.history.unpacking import opened

    if form not in LAYOUTS:
        raise EstateError(f"{form!r} is no format of access logs; they are: {', '.join(LAYOUTS)}")
    found, cut = matcher(), 0
    windows = Windows(installed_behaviours(), Settings(patterns=found.patterns))
    flagging = Flagging(found, windows)
    with opened(path) as log:
        for chunk in chunks(log, 0, 0):
            line, layout = chunk.first_line, LAYOUTS[form]
            flagging.take(parse(chunk.data, source=path.name, first_line=line, layout=layout))
            cut += chunk.cut
            moved(log.done, log.size)
    return flagging.finish(cut)


def load_history(
    estate: Estate,
    store: "EventStore",
    log: LogSource,
    moved: Callable[[int, int], None],
    *,
    to_the_end: bool,
) -> "Loaded":
    """Bring a log file of the past in; ``moved`` is told bytes read and the file's size.

    While the watch is at work, the file that it reads is left to it; else no watch can begin until
    the file is in, and the next one goes on after it.

    Raises OSError, `Unreachable` and `EventStoreError`.
    """
    from storewarden.core.river import Piece
    from storewarden.kernels.events.ports import Loaded
    from storewarden.streams import history, memory
    from storewarden.streams.parsing import Surroundings, parser
    from storewarden.streams.pipeline import POSITION

    proxies = estate.ingest.trusted_proxies
    parse = parser([log], {}, Surroundings(microseconds, proxies=proxies))
    with ExitStack() as held:
        is_watched = _is_watched(estate, held)
        stands = memory.read(store.positions(POSITION + log.id).get(POSITION + log.id, ""))
        if is_watched and _is_read_by_the_watch(estate, log, stands):
            return Loaded(left=True)
        past = history.Past(
            log.path,
            log.id,
            lambda data, line, lines: parse(Piece(log.id, data, line, lines)),
            to_the_end,
            stands,
            leave=is_watched,
        )
        return history.load(past, store, moved)


def _is_watched(estate: Estate, held: ExitStack) -> bool:
    """Whether the watch is at work; when it is not, it cannot begin while ``held`` is open."""
    from storewarden.engine import lock

    try:
        held.enter_context(lock.only_one(estate.root / OWN_FOLDER / "watch.lock", now(), "watch"))
    except AlreadyRunning:
        return True
    return False


def _is_read_by_the_watch(estate: Estate, log: LogSource, stands: "Place | None") -> bool:
    """Whether it is the file that has the log's name, or the watch has not caught up with that yet.

    Before it has, it may be about to read any file that was rotated away.
    """
    followed = estate.asset(log.id)
    if not isinstance(followed, LogSource) or not followed.path.exists():
        return False
    current = followed.path.stat()
    if log.path.samefile(followed.path):
        return True
    at = (stands.device, stands.inode) if stands else None
    return at is not None and at != (current.st_dev, current.st_ino)


def load_followed(estate: Estate, store: "EventStore", log: AnyLog) -> "Loaded":
    """Bring in what a table or a journal holds, from where the watch would go on.

    Raises `AlreadyRunning` while the watch reads it itself, `EstateError`, `EventStoreError` and
    `Unreachable`.
    """
    from storewarden.engine import lock
    from storewarden.streams import history, memory
    from storewarden.streams.parsing import Surroundings, parser
    from storewarden.streams.pipeline import POSITION

    around = Surroundings(microseconds, proxies=estate.ingest.trusted_proxies)
    parse = parser([], formats_of([log]), around)
    name = POSITION + log.id
    with lock.only_one(estate.root / OWN_FOLDER / "watch.lock", now(), "watch"):
        place = memory.read(store.positions(name).get(name, ""))
        source = follow(estate, log, place, store, once=True)
        try:
            return history.drain(source, parse, store)
        finally:
            source.close()
