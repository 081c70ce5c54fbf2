"""Single values of foreign records, turned into ours."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = 64 * 1024
_SECONDS: Final = 1e11
_MILLIS: Final = 1e14
_MICROS: Final = 1e17
_REQUEST: Final = re.compile(r"([A-Z]{1,20}) (\S*)(?: (HTTP/[\d.]{1,5}))?")
_HOST: Final = re.compile(r"https?://[^/?#]*")


def time(value: object) -> int | None:
    """Microseconds since 1970 of an ISO time or of a number in s, ms, us or ns, by its size."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _written(value)
    if isinstance(value, int | float):
        return _counted(value)
    return None


def _counted(number: float) -> int | None:
    size = abs(number)
    if size != size or size == float("inf"):  # noqa: PLR0124 - what is not a number is not itself
        return None
    if size < _SECONDS:
        return int(number * 1_000_000)
    if size < _MILLIS:
        return int(number * 1_000)
    if size < _MICROS:
        return int(number)
    told = int(number) // 1_000
    return told if abs(told) < _MICROS else None


def _written(text: str) -> int | None:
    if text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii():
        return _counted(float(text)) if "." in text else _counted(int(text[:40]))
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def whole(value: object, most: int) -> int | None:
    """A whole number from 0 to ``most``, also when it is written as text; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = int(value[:20]) if value.isascii() and value.isdecimal() else None
    if isinstance(value, float):
        value = int(value) if 0 <= value <= most else None
    return value if isinstance(value, int) and 0 <= value <= most else None


def text(value: object) -> str | None:
    """Text of at most 64 KiB; nothing, empty and ``-`` are None."""
    if value is None:
        return None
    said = value if isinstance(value, str) else str(value)
    return None if said in {"", "-"} else said[:_LONGEST]


def request(line: str) -> tuple[str, str, str | None] | None:
    """Take ``GET /path HTTP/1.1`` apart: method, target, protocol."""
    found = _REQUEST.fullmatch(line)
    return (found[1], found[2], found[3]) if found else None


def target(said: str) -> tuple[str, str | None]:
    """Take ``/path?query`` apart, also with a host before it; raw, as it was sent."""
    path, asked, query = _HOST.sub("", said, count=1).partition("?")
    return path or "/", query if asked else None
