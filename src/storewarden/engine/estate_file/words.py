"""The kinds of single values that the estate file knows."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from storewarden.core.secret_ref import SecretRef
from storewarden.engine.estate_file.forms import Around, Misfit, Plain
from storewarden.engine.estate_file.mistakes import nearest

_LONGEST_TEXT: Final = 2_000
_MOST_DAYS: Final = 36_500
_MOST_REQUESTS: Final = 1_000_000
_LEAST_SECONDS: Final = 5
_MOST_SECONDS: Final = 604_800
_LEAST_BYTES: Final = 10_000_000
_MOST_BYTES: Final = 10**15
_FASTEST: Final = 1_000.0
_LAST_PORT: Final = 65_535
_MOST_HOURS: Final = 720
_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOST: Final = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?"
)
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _text(value: object, _around: Around) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        raise Misfit
    if not value.isprintable():
        raise Misfit("text without line breaks or control characters")
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[object, Around], str]:
    def read(value: object, _around: Around) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise Misfit
        return value

    return read


def _yes_or_no(value: object, _around: Around) -> bool:
    if not isinstance(value, bool):
        raise Misfit
    return value


def _whole(least: int, most: int) -> Callable[[object, Around], int]:
    def read(value: object, _around: Around) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Misfit
        return value

    return read


def _rate(value: object, _around: Around) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit
    if not math.isfinite(value) or not 0 < value <= _FASTEST:
        raise Misfit
    return float(value)


def _share(value: object, _around: Around) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit
    if not math.isfinite(value) or not 0 <= value <= 1:
        raise Misfit
    return float(value)


def _day(value: object, _around: Around) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Misfit
    return value


def _path(value: object, around: Around) -> Path:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise Misfit
    if value.startswith("~"):
        raise Misfit("a path written out in full (~ is not followed)")
    return around.root / value


def _parts(value: object) -> SplitResult:
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise Misfit
    try:
        parts = urlsplit(value)
        port_fits = parts.port is None or parts.port > 0
    except ValueError as odd:
        raise Misfit from odd
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_fits:
        raise Misfit
    if "@" in parts.netloc:
        raise Misfit("a web address without a user name in it")
    return parts


def _url(value: object, _around: Around) -> str:
    _parts(value)
    return str(value)


def _site_url(value: object, _around: Around) -> str:
    parts = _parts(value)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise Misfit("the root of the site, without a path, such as https://shop.example")
    return f"{parts.scheme}://{parts.netloc}"


def _site_path(value: object, _around: Around) -> str:
    if not isinstance(value, str) or not value.startswith("/") or value.startswith("//"):
        raise Misfit
    if not value.isprintable() or " " in value:
        raise Misfit
    return value


def _listen(value: object, _around: Around) -> str:
    host, colon, port = str(value).rpartition(":")
    if not isinstance(value, str) or not colon or not _HOST.fullmatch(host):
        raise Misfit
    if not port.isascii() or not port.isdecimal() or int(port[:6]) > _LAST_PORT:
        raise Misfit
    return value


def _network(value: object, _around: Around) -> str:
    try:
        return str(ip_network(str(value), strict=False))
    except ValueError as odd:
        raise Misfit from odd


def _secret_in_variable(value: object, _around: Around) -> SecretRef:
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        raise Misfit
    return SecretRef(env=value)


def _secret_in_file(value: object, around: Around) -> SecretRef:
    return SecretRef(file=_path(value, around))


def one_of(words: Iterable[str], turn: Callable[[str], object] = str) -> Plain:
    """One of a few words; ``turn`` makes our value of the word."""
    known = tuple(words)

    def read(value: object, _around: Around) -> object:
        if not isinstance(value, str):
            raise Misfit
        if value not in known:
            raise Misfit(_choice(known) + nearest(value, known))
        return turn(value)

    return Plain(" or ".join(f"`{word}`" for word in known), _choice(known), read)


def reference(to: str, expected: str, word: str) -> Plain:
    """The id of something else in the file; ``to`` is the word of reference in `Around`."""

    def read(value: object, around: Around) -> str:
        if not isinstance(value, str):
            raise Misfit
        known = around.ids[to]
        if value not in known and not (to == "assets" and value.endswith("*")):
            raise Misfit(expected + nearest(value, known))
        return value

    return Plain(word, expected, read)


def format_of_lists() -> Plain:
    """A format of published lists; which there are is known where they are installed."""

    def read(value: object, around: Around) -> str:
        word = _matching(_SLUG)(value, around)
        known = around.ids.get("formats", frozenset())
        if known and word not in known:
            raise Misfit(_choice(tuple(sorted(known))) + nearest(word, known))
        return word

    return Plain("word", 'the name of a format of lists such as "osv"', read)


def _choice(words: tuple[str, ...]) -> str:
    return "one of " + ", ".join(f'"{word}"' for word in words)


ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""What an id may be."""
ID_SAID: Final = "up to 64 letters, digits, _ or -"
"""The same for people."""

_VARIABLE_SAID: Final = (
    "the name of an environment variable such as SHOP_DSN, never the secret itself"
)

TEXT: Final = Plain("text", "some text in quotes", _text)
SLUG: Final = Plain("word", 'a word in small letters such as "combined"', _matching(_SLUG))
EMAIL: Final = Plain("address", 'an e-mail address such as "ada@shop.example"', _matching(_EMAIL))
YES_OR_NO: Final = Plain("`true` or `false`", "true or false", _yes_or_no)
DAYS: Final = Plain("days", f"a whole number of days from 1 to {_MOST_DAYS}", _whole(1, _MOST_DAYS))
DAYS_LEFT: Final = Plain(
    "days", f"a whole number of days from 0 to {_MOST_DAYS}", _whole(0, _MOST_DAYS)
)
BYTES: Final = Plain(
    "bytes", "a whole number of bytes from 10_000_000 up", _whole(_LEAST_BYTES, _MOST_BYTES)
)
PORT: Final = Plain("port", f"a port from 1 to {_LAST_PORT}", _whole(1, _LAST_PORT))
REQUESTS: Final = Plain(
    "number", f"a whole number from 1 to {_MOST_REQUESTS}", _whole(1, _MOST_REQUESTS)
)
RATE: Final = Plain("number", "a number above 0 and at most 1000", _rate)
SHARE: Final = Plain("share", "a number from 0.0 to 1.0", _share)
SECONDS: Final = Plain(
    "seconds",
    f"a whole number of seconds from {_LEAST_SECONDS} to {_MOST_SECONDS}",
    _whole(_LEAST_SECONDS, _MOST_SECONDS),
)
DAY: Final = Plain("day", "a day without quotes such as 2026-03-01", _day)
PATH: Final = Plain("path", 'a path such as "logs/access.log"', _path)
URL: Final = Plain("web address", "a web address such as https://shop.example/hook", _url)
SITE_URL: Final = Plain("web address", "a web address such as https://shop.example", _site_url)
SITE_PATH: Final = Plain("path", 'a path on the site such as "/login/"', _site_path)
HOST: Final = Plain("host", 'a host name or address such as "10.0.0.7"', _matching(_HOST))
HEADER: Final = Plain("text", 'the name of a header such as "X-Signature"', _matching(_HEADER))
NAME: Final = Plain("name", f"a name of {ID_SAID}", _matching(ID))
LISTEN: Final = Plain("host:port", 'a host and a port such as "127.0.0.1:8514"', _listen)
NETWORK: Final = Plain("network", 'an address or a network such as "10.0.0.0/8"', _network)
HOURS: Final = Plain(
    "hours", f"a whole number of hours from 1 to {_MOST_HOURS}", _whole(1, _MOST_HOURS)
)
VARIABLE: Final = Plain("variable", _VARIABLE_SAID, _secret_in_variable, shown=False)
SECRET_FILE: Final = Plain("path", 'a path such as "secrets/shop.dsn"', _secret_in_file)
