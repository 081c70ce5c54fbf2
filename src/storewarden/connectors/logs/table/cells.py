"""Turns what a database driver gives into plain cells, and into moments."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from storewarden.core.logs import Cell
from storewarden.kernels.records.values import time

LONGEST: Final = 16_384
"""Letters of one value that are looked at."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def cell(value: object) -> Cell:
    """A plain cell of what a driver gave."""
    if value is None or isinstance(value, (int, float)):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _text(bytes(value)[:LONGEST])
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)[:LONGEST]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.hex()


def moment(value: Cell, *, local: bool) -> int | None:
    """Microseconds since 1970; a time without a zone is UTC, or of this machine's own zone.

    Numbers are seconds, milliseconds, microseconds or nanoseconds, by their size.
    """
    if not isinstance(value, str):
        return time(value)
    try:
        said = datetime.fromisoformat(value[:40])
    except ValueError:
        return time(value)
    if said.tzinfo is None:
        said = said.astimezone(UTC) if local else said.replace(tzinfo=UTC)
    return (said - _EPOCH) // timedelta(microseconds=1)
