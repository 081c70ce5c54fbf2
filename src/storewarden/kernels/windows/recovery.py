"""Makes events of lines that are no access log but tell of log-ins and payments.

Shop extensions write such lines: ``[2026-02-11 13:41:28] name.INFO: {"type": "...", "ip": "..."}``.
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
    """The same batch; lines of a shop's extension that did not parse become events.

    They keep their kind and message, and get time, address and action.
    """
    message = text(batch, "message")
    if message.empty:
        return batch
    parts = pc.extract_regex(message.values, pattern=_LINE).to_pylist()
    told = {code: _read(part) for code, part in enumerate(parts) if part}
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


def _read(part: Mapping[str, str]) -> tuple[int | None, str | None, str | None]:
    """Time, address and action of a line; None for what it does not tell."""
    try:
        told = msgspec.json.decode(part["told"], type=_Told)
        time = datetime.fromisoformat(part["time"]).replace(tzinfo=UTC)
    except (msgspec.DecodeError, ValueError):
        return None, None, None
    known = [action for end, action in _ACTIONS.items() if told.type.endswith(end)]
    return int(time.timestamp() * 1_000_000), told.ip or None, known[0] if known else None
