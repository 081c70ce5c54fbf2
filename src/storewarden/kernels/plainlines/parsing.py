"""Finds the time and the client in lines of any form."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from storewarden.kernels.events import Kind, batch

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_START: Final = 400
_ISO: Final = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?"
)
_NAMED: Final = (
    # PHP and PHP-FPM; Apache's error log; the time of access logs
    (re.compile(r"\[(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d)(?: UTC)?\]"), "%d-%b-%Y %H:%M:%S"),
    (
        re.compile(r"\[([A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d)(?:\.\d+)? (\d{4})\]"),
        "%a %b %d %H:%M:%S %Y",
    ),
    (
        re.compile(r"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"),
        "%d/%b/%Y:%H:%M:%S %z",
    ),
)
_CLIENT: Final = re.compile(
    r"(?:\bclient:? \[?|\bremote_addr[=:] ?|\bip[=:] ?)((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{2,39})\b"
)
_REQUEST: Final = re.compile(
    r'request: "([A-Z]{1,20}) ([^ "?]{0,4000})(?:\?([^ "]{0,8000}))? (HTTP/[\d.]+)"'
)
_EMPTY: Final = re.compile(r"\s*")


def parse(chunk: bytes, *, source: str, first_line: int, zone: int = 0) -> pa.RecordBatch:
    """Make an event of each line; empty lines are counted and have no row.

    Args:
        chunk: whole lines.
        source: the id of the log.
        first_line: the number of the chunk's first line in its source.
        zone: minutes ahead of UTC, for times that do not say it.
    """
    rows = [
        (number, line.removesuffix("\r"))
        for number, line in enumerate(chunk.decode("utf-8", "replace").split("\n"), first_line)
        if not _EMPTY.fullmatch(line)
    ]
    told = [_told(line, zone) for _, line in rows]
    names = ("time", "address", "method", "path", "query", "protocol")
    columns: dict[str, object] = {name: [each.get(name) for each in told] for name in names}
    columns |= {
        "source": source,
        "line": [number for number, _ in rows],
        "kind": Kind.APP.value,
        "message": [line for _, line in rows],
    }
    return batch(columns, len(rows))


def _told(line: str, zone: int) -> dict[str, Any]:  # Any: numbers and texts
    told: dict[str, Any] = {"time": time_in(line[:_START], zone)}
    if client := _CLIENT.search(line):
        told["address"] = client[1]
    if asked := _REQUEST.search(line):
        told["method"], told["path"], told["query"], told["protocol"] = asked.groups()
    return told


def time_in(start: str, zone: int) -> int | None:
    """The first time in a text, in microseconds since 1970; None when there is none."""
    moment = _iso(start) or _named(start)
    if moment is None:
        return None
    ahead = timedelta(minutes=zone) if moment.tzinfo is None else timedelta()
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH - ahead
    return since // timedelta(microseconds=1)


def _iso(start: str) -> datetime | None:
    found = _ISO.search(start)
    if found is None:
        return None
    year, month, day, clock, part, offset = found.groups()
    told = f"{year}-{month}-{day}T{clock}.{(part or '0')[:6]:0<6}"
    said = "+00:00" if offset in {"Z", "UTC"} else offset or ""
    try:
        return datetime.fromisoformat(told + said)
    except ValueError:
        return None


def _named(start: str) -> datetime | None:
    for form, layout in _NAMED:
        if found := form.search(start):
            try:
                return datetime.strptime(" ".join(found.groups()), layout)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                return None
    return None
