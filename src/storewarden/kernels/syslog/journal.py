"""Turns entries of systemd's journal, as ``journalctl`` writes them in JSON, into syslog lines.

Source: systemd's journal export in JSON: a value that is no UTF-8 text is a list of bytes, a field
that stands several times a list of values, one that is too large null.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DECODER: Final = msgspec.json.Decoder(dict[str, object])
_LATEST: Final = 253_402_300_799_000_000
_HIGHEST: Final = 191
_LOCAL: Final = (1, 6)
_WORD: Final = 64
_BYTE: Final = 256


class Entry(msgspec.Struct, frozen=True):
    """One entry: where to go on after it, and its line as RFC 5424 writes it, without a newline."""

    cursor: str
    line: bytes


def entry_in(row: bytes) -> Entry | None:
    """Read one row of ``journalctl``; None for what is no entry.

    Newlines within a message become ``#012``, as syslog daemons write them: a message cannot
    pretend to be two.
    """
    try:
        said = _DECODER.decode(row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    cursor = said.get("__CURSOR")
    if not isinstance(cursor, str):
        return None
    head = (
        f"<{_priority(said)}>1 {_stamp(said)} {_word(said, '_HOSTNAME')}"
        f" {_word(said, 'SYSLOG_IDENTIFIER', '_COMM')} {_word(said, '_PID')} - - "
    )
    return Entry(cursor, head.encode() + _text(said.get("MESSAGE")).encode("utf-8", "replace"))


def taken_in(row: bytes) -> int | None:
    """When an entry was taken in, in microseconds since 1970; None for what is no entry."""
    try:
        return _moment(_DECODER.decode(row))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _priority(said: dict[str, object]) -> int:
    facility = _whole(said.get("SYSLOG_FACILITY"), _LOCAL[0])
    level = _whole(said.get("PRIORITY"), _LOCAL[1])
    return min(facility * 8 + min(level, 7), _HIGHEST)


def _whole(value: object, otherwise: int) -> int:
    text = value if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else otherwise  # noqa: PLR2004 - small numbers


def _stamp(said: dict[str, object]) -> str:
    """The moment at which the journal took it in, to the microsecond; ``-`` for none."""
    at = _moment(said)
    return "-" if at is None else f"{_EPOCH + timedelta(microseconds=at):%Y-%m-%dT%H:%M:%S.%fZ}"


def _moment(said: dict[str, object]) -> int | None:
    value = said.get("__REALTIME_TIMESTAMP")
    text = value if isinstance(value, str) else ""
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or int(text) > _LATEST:  # noqa: PLR2004 - digits of the latest
        return None
    return int(text)


def _word(said: dict[str, object], *names: str) -> str:
    value = next((said[name] for name in names if said.get(name)), None)
    text = _text(value).replace(" ", "_")
    return "".join(letter for letter in text[:_WORD] if letter.isprintable()) or "-"


def _text(value: object, depth: int = 2) -> str:
    """A value, or several of them, each perhaps a list of bytes; what lies deeper is left out."""
    if isinstance(value, list) and all(isinstance(part, int) and part < _BYTE for part in value):
        text = bytes(part for part in value if part >= 0).decode("utf-8", "replace")
    elif isinstance(value, list):
        text = " ".join(_text(part, depth - 1) for part in value[:10]) if depth else ""
    else:
        text = "" if value is None else str(value)
    return text.replace("\r\n", "\n").replace("\n", "#012").replace("\r", "#015")
