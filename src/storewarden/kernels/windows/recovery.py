"""Makes events of lines that are no access log but tell of somebody.

Shop extensions write ``[2026-02-11 13:41:28] name.INFO: {"type": "...", "ip": "..."}`` of log-ins
and payments; nginx and Apache write whose request went wrong in their error logs.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels import events
from storewarden.kernels.windows.columns import text

_LINE: Final = (
    r"^\[(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)[^\]]*\] [\w.-]+\.[A-Z]+: +(?P<told>\{.*\})"
)
_STAMP: Final = r"(?:(?:<\d+>)?[A-Z][a-z]{2} [ \d]\d [\d:]{8} (?:[^ \"]+ )?[^ \"]+: )?"
_ERROR: Final = (
    rf"^{_STAMP}(?:\d{{4}}/\d\d/\d\d [\d:]{{8}} \[[a-z]+\] \d+#\d+: (?P<before>.*?), client: "
    r"(?P<nginx>[\d.]{7,15}|[\da-f:.]*:[\da-f:.]*), server: (?P<after>.*)"
    r"|\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d [\d:]{8}(?P<fine>\.\d+)? \d{4}\] "
    r"(?:\[[^\]\"]{1,60}\] ){0,4}?[^\[\]\"]{0,120}"
    r"\[client (?P<apache>[\d.]{7,15}|[\da-f:.]*:[\da-f:.]*)\])"
)
_CLIENT: Final = "client: "
_ACTIONS: Final[Mapping[str, str]] = {
    "LOGIN_FAILED": "login_failed",
    "LOGIN_SUCCESS": "login_ok",
    "PAYMENT_FAILED": "card_failed",
    "REGISTER_SUCCESS": "registration",
    "COUPON_FAILED": "voucher_try",
}


class _Told(msgspec.Struct):
    type: str = ""
    ip: str = ""


def recovered(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same batch; lines of a shop's extension or of an error log become somebody's.

    They keep their kind and message, and get time, address and action; of an error log they get
    the address only: the access log tells of the same request.
    """
    message = text(batch, "message")
    if message.empty:
        return batch
    told = {code: _read(part) for code, part in _matching(message.values, _LINE)}
    told |= {code: (None, _client(part), None) for code, part in _matching(message.values, _ERROR)}
    rows = np.flatnonzero(np.isin(message.codes, list(told)))
    if not len(rows):
        return batch
    columns = {name: batch.column(name) for name in events.LIVE.names}
    for place, name in enumerate(("time", "address", "action")):
        values: list[Any] = columns[name].to_pylist()  # Any: of each column its own type
        for row in rows.tolist():
            values[row] = told[int(message.codes[row])][place] or values[row]
        columns[name] = pa.array(values, events.STORED.field(name).type)
    return events.batch(columns, batch.num_rows)


def _matching(values: pa.Array, pattern: str) -> list[tuple[int, dict[str, str]]]:
    parts = pc.extract_regex(values, pattern=pattern).to_pylist()
    return [(code, part) for code, part in enumerate(parts) if part]


def _client(part: Mapping[str, str]) -> str | None:
    """Whose request went wrong; None where a stranger's words may have been taken for that.

    nginx writes the client between words of the client's own, so it must be named once only.
    Apache adds the port since its stamps have fractions.
    """
    if _CLIENT in part["before"] + part["after"]:
        return None
    apache = part["apache"]
    if part["fine"] or apache.count(":") == 1:
        apache = apache.rpartition(":")[0] or apache
    return part["nginx"] or apache


def _read(part: Mapping[str, str]) -> tuple[int | None, str | None, str | None]:
    """Time, address and action of a line; None for what it does not tell."""
    try:
        told = msgspec.json.decode(part["told"], type=_Told)
        time = datetime.fromisoformat(part["time"]).replace(tzinfo=UTC)
    except (msgspec.DecodeError, ValueError):
        return None, None, None
    known = [action for end, action in _ACTIONS.items() if told.type.endswith(end)]
    return int(time.timestamp() * 1_000_000), told.ip or None, known[0] if known else None
