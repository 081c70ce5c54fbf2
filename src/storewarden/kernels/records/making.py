"""Makes a batch of events of flat records."""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from storewarden.kernels.events import Action, Kind, batch
from storewarden.kernels.records import values
from storewarden.kernels.records.fields import Mapping
from storewarden.kernels.records.proxies import client

Record = Names[str, object]
_STATUS: Final = 999
_SIZE: Final = 2**62
_DEEPEST: Final = 6
_MOST_FIELDS: Final = 300
_ACTIONS: Final = frozenset(action.value for action in Action)
_TEXTS: Final = (
    "vhost", "method", "path", "query", "protocol", "referrer", "agent", "account", "session",
    "object", "message",
)  # fmt: skip
_AUTH: Final = frozenset({"login_failed", "login_ok", "logout", "password_reset"})


def flat(record: Record) -> dict[str, object]:
    """Name what lies deeper with dots; lists become text, what is deeper than six is left out."""
    told: dict[str, object] = {}
    _flatten(record, "", told, _DEEPEST)
    return told


def _flatten(record: Record, before: str, told: dict[str, object], depth: int) -> None:
    for name, value in record.items():
        if len(told) >= _MOST_FIELDS:
            return
        if isinstance(value, dict):
            if depth:
                _flatten(value, f"{before}{name}.", told, depth - 1)
        else:
            told[f"{before}{name}"] = value


def events(
    records: Sequence[tuple[int, Record | str]], source: str, mapping: Mapping
) -> pa.RecordBatch:
    """Make a live batch of flat records, a row for each.

    Args:
        records: each with its number in the source; text instead of a record is kind ``raw``.
        source: the id of the log.
        mapping: how their fields are called.
    """
    rows = [_row(record, mapping) for _, record in records]
    columns: dict[str, object] = {
        name: [row.get(name) for row in rows] for name in (*_TEXTS, "time", "address", "action")
    }
    columns |= {
        name: [row.get(name) for row in rows] for name in ("status", "size", "duration_us", "kind")
    }
    columns |= {"source": source, "line": [number for number, _ in records]}
    return batch(columns, len(rows))


def _row(record: Record | str, mapping: Mapping) -> dict[str, object]:
    if isinstance(record, str):
        return {"kind": Kind.RAW.value, "message": record}
    said = mapping.columns(record)
    row: dict[str, object] = {name: values.text(said.get(name)) for name in _TEXTS}
    row |= _request(said)
    row |= _figures(said)
    row["time"] = values.time(said.get("time"))
    address = values.text(said.get("address")) or ""
    forwarded = values.text(said.get("forwarded")) or ""
    row["address"] = client(address, forwarded, mapping.trusted) or None
    action = said.get("action")
    row["action"] = action if isinstance(action, str) and action in _ACTIONS else None
    row["kind"] = _kind(row)
    return row


def _request(said: Record) -> dict[str, object]:
    """What a whole request line or a whole address tells, where parts do not stand alone."""
    told: dict[str, object] = {}
    where = values.text(said.get("target"))
    whole = values.request(str(said["request"])) if isinstance(said.get("request"), str) else None
    if whole is not None:
        told["method"], where, told["protocol"] = whole
    if where is not None and "path" not in said:
        told["path"], told["query"] = values.target(where)
        told["query"] = values.text(said.get("query")) or told["query"]
    elif (path := values.text(said.get("path"))) is not None and "?" in path:
        told["path"], told["query"] = values.target(path)
    return told


def _figures(said: Record) -> dict[str, object]:
    took = said.get("seconds")
    micros = values.whole(said.get("duration_us"), _SIZE)
    if micros is None and isinstance(took, int | float | str):
        micros = _micros(took)
    return {
        "status": values.whole(said.get("status"), _STATUS),
        "size": values.whole(said.get("size"), _SIZE),
        "duration_us": micros,
    }


def _micros(took: float | str) -> int | None:
    try:
        seconds = float(took)
    except ValueError:
        return None
    return int(seconds * 1_000_000) if 0 <= seconds <= 1e9 else None  # noqa: PLR2004 - thirty years


def _kind(row: Record) -> str:
    if row["action"] in _AUTH:
        return Kind.AUTH.value
    is_http = row.get("path") is not None and row.get("method") is not None
    return Kind.HTTP.value if is_http else Kind.APP.value
