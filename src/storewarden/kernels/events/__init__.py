"""The event: one normalised log record, the same columns for every source and every kernel."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import pyarrow as pa


class Kind(StrEnum):
    """What sort of record a line is; ``raw`` is a line that did not parse."""

    HTTP = "http"
    AUTH = "auth"
    APP = "app"
    RAW = "raw"


class Action(StrEnum):
    """What was done, in the same words for every platform."""

    LOGIN_FAILED = "login_failed"
    LOGIN_OK = "login_ok"
    LOGOUT = "logout"
    PRIVILEGE_CHANGE = "privilege_change"
    USER_CHANGE = "user_change"
    EXTENSION_CHANGE = "extension_change"
    SETTING_CHANGE = "setting_change"
    EXPORT = "export"
    ORDER = "order"
    VOUCHER_TRY = "voucher_try"
    CARD_TRY = "card_try"
    API_CALL = "api_call"
    WEBHOOK = "webhook"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an action
    LOG_CHANGE = "log_change"
    OTHER = "other"


_TEXT: Final = pa.dictionary(pa.int32(), pa.string())
_NAMES: Final[Mapping[str, Any]] = {  # Any: pyarrow has no types
    "time": pa.int64(),
    "source": _TEXT,
    "line": pa.int64(),
    "kind": _TEXT,
    "address": _TEXT,
    "vhost": _TEXT,
    "method": _TEXT,
    "path": _TEXT,
    "query": _TEXT,
    "protocol": _TEXT,
    "status": pa.int32(),
    "size": pa.int64(),
    "duration_us": pa.int64(),
    "referrer": _TEXT,
    "agent": _TEXT,
    "account": _TEXT,
    "session": _TEXT,
    "action": _TEXT,
    "object": _TEXT,
    "message": _TEXT,
}
LIVE: Final = pa.schema(_NAMES.items())
"""The schema of the live path: each text is held once per batch (dictionary columns)."""

STORED: Final = pa.schema(
    [(field.name, pa.string() if field.type == _TEXT else field.type) for field in LIVE]
)
"""The schema of the event store: plain text columns."""

TEXTS: Final[Sequence[str]] = tuple(field.name for field in LIVE if field.type == _TEXT)
"""The names of the text columns."""


def batch(columns: Mapping[str, object], rows: int | None = None) -> pa.RecordBatch:
    """Make a live batch from some columns; what is not given is null.

    Args:
        columns: by name, Arrow arrays or plain sequences; texts may be plain or dictionary arrays.
            A plain ``str`` or ``int`` stands in every row.
        rows: how many rows; needed only when no column tells.

    Raises:
        KeyError: a column that the schema does not have.
        ValueError: columns of unequal length.
    """
    unknown = columns.keys() - set(LIVE.names)
    if unknown:
        raise KeyError(f"no such column of an event: {', '.join(sorted(unknown))}")
    count = _rows(columns) if rows is None else rows
    nothing = _nulls(_TEXT, count)  # one for all columns of texts that have none
    arrays = [
        nothing
        if field.type == _TEXT and columns.get(field.name) is None
        else _array(columns.get(field.name), field.type, count)
        for field in LIVE
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=LIVE)


def stored(live: pa.RecordBatch) -> pa.RecordBatch:
    """Return the same events with plain text columns, as the store keeps them."""
    return live.cast(STORED)


def from_stored(plain: pa.RecordBatch) -> pa.RecordBatch:
    """Return stored events as a live batch, each distinct text once."""
    return batch({name: plain.column(name) for name in LIVE.names}, plain.num_rows)


def empty() -> pa.RecordBatch:
    """Return a live batch without rows."""
    return batch({}, 0)


def _rows(columns: Mapping[str, object]) -> int:
    for column in columns.values():
        if isinstance(column, (pa.Array, Sequence)) and not isinstance(column, str):
            return len(column)
    return 0


def _array(column: object, kind: pa.DataType, rows: int) -> pa.Array:
    if column is None:
        return _nulls(kind, rows)
    if isinstance(column, (str, int)):
        return _same(column, kind, rows)
    given: pa.Array = column
    if isinstance(column, pa.Array) and column.type == kind:
        return column
    if not isinstance(column, pa.Array):
        given = pa.array(column, kind.value_type if kind == _TEXT else kind)
    if kind == _TEXT and not pa.types.is_dictionary(given.type):
        return given.cast(pa.string()).dictionary_encode()
    return given.cast(kind)


def _nulls(kind: pa.DataType, rows: int) -> pa.Array:
    if kind != _TEXT:
        return pa.nulls(rows, kind)
    return pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()), pa.array([], pa.string()))


def _same(value: str | int, kind: pa.DataType, rows: int) -> pa.Array:
    if kind != _TEXT:
        return pa.repeat(pa.scalar(value, kind), rows)
    index = pa.repeat(pa.scalar(0, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(index, pa.array([value], pa.string()))
