"""Parses whole lines of an access log into one batch of events."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.accesslog import pages, requests, rows
from storewarden.kernels.accesslog.interning import Column, intern, renumber
from storewarden.kernels.accesslog.layouts import COMBINED, Layout
from storewarden.kernels.accesslog.marks import mark
from storewarden.kernels.accesslog.stamps import NEVER, stamps
from storewarden.kernels.accesslog.texts import KEPT, dictionary
from storewarden.kernels.events import Kind, batch
from storewarden.kernels.machine.words import word

Numbers = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

LARGEST: Final = 256 * 1024 * 1024
"""The largest chunk in bytes: even if every byte becomes a U+FFFD, Arrow's offsets hold it."""

_HALF: Final = 2**63


class Found(NamedTuple):
    """The tables of `pages.Fields`, one row a field and one column a line."""

    starts: Numbers
    ends: Numbers
    figures: npt.NDArray[np.int64]


def parse(
    chunk: bytes | memoryview, *, source: str, first_line: int, layout: Layout = COMBINED
) -> pa.RecordBatch:
    """Parse a chunk that ends where a line ends; returns a live batch, a row for each line.

    Empty lines are counted and have no row. A line that is not of this layout is kind ``raw`` with
    its text as the message. What the server escaped is unescaped; ``-`` and nothing are null;
    bytes that are no UTF-8 become U+FFFD.

    Args:
        chunk: whole lines; the last may lack its newline. Nothing of it is kept.
        source: the id of the log.
        first_line: the number of the chunk's first line in its source.
        layout: the fields of a line.

    Raises:
        ValueError: a chunk of more than `LARGEST` bytes.
    """
    if len(chunk) > LARGEST:
        raise ValueError(f"{len(chunk)} bytes at once; cut the log into chunks of {LARGEST}")
    found, parsed = _read(chunk, first_line, layout)
    base = _address(np.frombuffer(chunk, np.uint8))
    kinds = _indexed((~parsed).astype(np.int32), pa.array([Kind.HTTP, Kind.RAW]))
    columns = {"source": source, "kind": kinds, "time": _times(base, found)}
    texts = _texts(base, found, layout)
    columns |= _requests(base, found, layout) | _figures(found) | texts
    if not layout.vhost and (found.starts[pages.VHOST] >= 0).any():
        columns["vhost"] = _hosts(base, found, layout, columns.get("vhost"))
    return batch(columns, parsed.size)


def _read(chunk: bytes | memoryview, first_line: int, layout: Layout) -> tuple[Found, Flags]:
    """Find the fields of each line, and whether it is of the layout.

    The last line counts although no newline follows it.
    """
    size, base = len(chunk), _address(np.frombuffer(chunk, np.uint8))
    ends, quotes, count, marks = _marks(base, size)
    if size and chunk[-1:] != b"\n":
        ends[count] = size
        count += 1
    page = pages.Chunk(base, _address(ends), count, _address(quotes), marks)
    found = Found(
        np.empty((pages.TEXTS, count), np.int32),
        np.empty((pages.TEXTS, count), np.int32),
        np.empty((pages.FIGURES, count), np.int64),
    )
    parsed = np.empty(count, np.bool_)
    starts, ended, figures = (_address(table) for table in found)
    fields = pages.Fields(starts, ended, figures, _address(parsed), count)
    form = pages.Form(layout.vhost, layout.client, int(layout.took), int(layout.escapes))
    filled = rows.read_lines(page, form, first_line, fields)
    cut = (slice(None), slice(filled))
    return Found(found.starts[cut], found.ends[cut], found.figures[cut]), parsed[:filled]


def _marks(base: int, size: int) -> tuple[Numbers, Numbers, int, int]:
    """Find newlines and quotes; there is room for one in eight bytes first, then for all."""
    for room in (size // 8 + 64, size + 64):
        ends, quotes = np.empty(room + 1, np.int32), np.empty(room, np.int32)
        count, marks = mark(base, size, ends, quotes)
        if count >= 0:
            break
    return ends, quotes, count, marks


def _address(table: npt.NDArray[np.generic]) -> int:
    return int(table.__array_interface__["data"][0])


def _times(base: int, found: Found) -> pa.Array:
    times = np.empty(found.starts.shape[1], np.int64)
    stamps(base, found.starts[pages.TIME], found.ends[pages.TIME], times)
    return _plain(times, times == NEVER)


def _figures(found: Found) -> dict[str, object]:
    figures = found.figures
    status = figures[pages.STATUS].astype(np.int32)
    return {
        "line": _plain(figures[pages.LINE], figures[pages.LINE] < 0),
        "status": _plain(status, status < 0),
        "size": _plain(figures[pages.SIZE], figures[pages.SIZE] < 0),
        "duration_us": _plain(figures[pages.DURATION], figures[pages.DURATION] < 0),
    }


def _texts(base: int, found: Found, layout: Layout) -> dict[str, object]:
    names = {
        "address": pages.ADDRESS,
        "referrer": pages.REFERRER,
        "agent": pages.AGENT,
        "account": pages.ACCOUNT,
    }
    if layout.vhost:
        names["vhost"] = pages.VHOST
    texts = {
        name: _text(base, Column(found.starts[at], found.ends[at]), layout.escapes)
        for name, at in names.items()
    }
    messages = Column(found.starts[pages.MESSAGE], found.ends[pages.MESSAGE])
    return {**texts, "message": _text(base, messages, KEPT, nothing=False)}


def _hosts(base: int, found: Found, layout: Layout, asked: pa.Array | None) -> pa.Array | None:
    """The hosts of lines of any other layout that start with one, else those of the requests."""
    first = _text(base, Column(found.starts[pages.VHOST], found.ends[pages.VHOST]), layout.escapes)
    if first is None or asked is None:
        return asked if first is None else first
    return pc.coalesce(first.cast(pa.string()), asked.cast(pa.string()))


def _requests(base: int, found: Found, layout: Layout) -> dict[str, object]:
    """Take the distinct requests apart, and each part's distinct texts again."""
    asked = Column(found.starts[pages.REQUEST], found.ends[pages.REQUEST])
    numbers, distinct = _interned(base, asked, nothing=True)
    starts = np.empty((requests.PARTS, distinct.starts.size), np.int32)
    ends = np.empty_like(starts)
    requests.split(base, distinct, starts, ends)
    parts = {
        "vhost": (requests.HOST, True),
        "method": (requests.METHOD, True),
        "path": (requests.PATH, False),
        "query": (requests.QUERY, False),
        "protocol": (requests.PROTOCOL, True),
    }
    columns: dict[str, object] = {}
    for name, (part, nothing) in parts.items():
        column = Column(starts[part], ends[part])
        numbered = _numbered(base, column, layout.escapes, nothing=nothing)
        if numbered is not None:
            of, values = numbered
            columns[name] = _indexed(_renumbered(numbers, of), values)
    return columns


def _text(
    base: int, column: Column, escapes: int, *, nothing: bool = True
) -> pa.DictionaryArray | None:
    numbered = _numbered(base, column, escapes, nothing=nothing)
    return _indexed(*numbered) if numbered is not None else None


def _numbered(
    base: int, column: Column, escapes: int, *, nothing: bool
) -> tuple[Numbers, pa.StringArray] | None:
    """Number a column's texts; returns the numbers (-1 for none) and the distinct texts.

    None when no line has any.
    """
    numbers, distinct = _interned(base, column, nothing=nothing)
    if not distinct.starts.size:
        return None
    values, again = dictionary(base, distinct, int(escapes))
    if again is not None:
        numbers = _renumbered(numbers, again)
    return numbers, values


def _renumbered(numbers: Numbers, of: Numbers) -> Numbers:
    renumbered = np.empty_like(numbers)
    renumber(numbers, of, renumbered)
    return renumbered


def _interned(base: int, column: Column, *, nothing: bool) -> tuple[Numbers, Column]:
    size = column.starts.size
    numbers = np.empty(size, np.int32)
    first, last = np.empty(size, np.int32), np.empty(size, np.int32)
    count = intern(base, *column, _key(), int(nothing), numbers, first, last)
    return numbers, Column(first[:count], last[:count])


def _key() -> int:
    """Return the key of this process: Python draws one for its own hashes at each start."""
    return word(hash("access log") % _HALF)


def _indexed(numbers: Numbers, values: pa.Array) -> pa.DictionaryArray:
    """Make a column; the numbers are ours, so nobody needs to look whether there are so many."""
    return pa.DictionaryArray.from_arrays(_plain(numbers, numbers < 0), values, safe=False)


def _plain(values: npt.NDArray[np.generic], missing: npt.NDArray[np.bool_]) -> pa.Array:
    """Wrap numbers as they lie in memory; only where some are missing is a bitmap made."""
    kind, count = pa.from_numpy_dtype(values.dtype), values.size
    gone = int(np.count_nonzero(missing))
    bitmap = pa.py_buffer(np.packbits(~missing, bitorder="little")) if gone else None
    return pa.Array.from_buffers(kind, count, [bitmap, pa.py_buffer(values)], gone)
