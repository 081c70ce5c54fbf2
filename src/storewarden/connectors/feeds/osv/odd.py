"""Reads a record with odd parts: what is only shown is left out, what counts is unknown."""

from typing import Final

import msgspec

from storewarden.connectors.feeds.osv.shape import Entry, Package, Part, Span, Turn

_NAMES: Final = ("aliases", "upstream")
_SHOWN: Final = (
    *(*_NAMES, "summary", "details", "published"),
    *("severity", "references", "database_specific", "withdrawn"),
)
_UNREADABLE: Final = "unreadable: its publisher wrote no range there"


class _Whose(msgspec.Struct):
    package: Package


def read_odd(record: bytes) -> Entry:
    """Decode as much as fits; raises msgspec's errors when id, date or the packages do not.

    An affected package whose ranges cannot be read is one that no version can be compared with:
    what is installed of it is unknown, not clean.
    """
    told = msgspec.json.decode(record, type=dict[str, object])
    for key in _NAMES:
        if isinstance(names := told.get(key), list):
            told[key] = [name for name in names if isinstance(name, str)]
    fit = {key: value for key, value in told.items() if key not in _SHOWN or _fits(key, value)}
    parts = fit.pop("affected", None)
    whole = msgspec.convert(fit, Entry)
    whole.affected = [_part(part) for part in msgspec.convert(parts or [], list[object])]
    return whole


def _fits(key: str, value: object) -> bool:
    try:
        msgspec.convert({key: value}, Entry)
    except msgspec.ValidationError:
        return False
    return True


def _part(part: object) -> Part:
    if isinstance(part, dict):
        part.pop("severity", None)
    try:
        return msgspec.convert(part, Part)
    except msgspec.ValidationError:
        return _unreadable(part)


def _unreadable(part: object) -> Part:
    try:
        whose = msgspec.convert(part, _Whose).package
    except msgspec.ValidationError:
        return Part()
    turns = [Turn(introduced="0"), Turn(last_affected=_UNREADABLE)]
    return Part(package=whose, ranges=[Span(type="ECOSYSTEM", events=turns)])
