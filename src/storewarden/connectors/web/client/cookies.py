"""The cookie jar of one visitor to one site."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from storewarden.core.ports import Response

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class _Cookie:
    name: str
    value: str
    path: str
    secure: bool
    gone: bool


@dataclass(slots=True)
class Jar:
    """Keeps what one site sets. There is only one host, so only path and Secure decide."""

    _kept: dict[tuple[str, str], _Cookie] = field(default_factory=dict)

    def keep(self, answer: Response) -> None:
        """Take the cookies of an answer in, or throw out those that it ends."""
        sent = _moment(answer.headers.get("date", ""))
        for line in answer.cookies:
            cookie = _read(line, answer.url, sent)
            if cookie is None:
                continue
            key = (cookie.name, cookie.path)
            self._kept.pop(key, None)
            if not cookie.gone and len(self._kept) < _MOST:
                self._kept[key] = cookie

    def header(self, url: str) -> str:
        """The Cookie header for a URL, longest paths first; empty when there is none."""
        parts = urlsplit(url)
        fitting = [c for c in self._kept.values() if _fits(c, parts.scheme, parts.path or "/")]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in fitting)


def _fits(cookie: _Cookie, scheme: str, path: str) -> bool:
    if cookie.secure and scheme != "https":
        return False
    stem = cookie.path.rstrip("/")
    return path == cookie.path or path.startswith(f"{stem}/")


def _read(line: str, url: str, sent: datetime | None) -> _Cookie | None:
    pair, *rest = line.split(";")
    name, equals, value = pair.partition("=")
    words = {k.strip().lower(): v.strip() for k, _, v in (part.partition("=") for part in rest)}
    parts = urlsplit(url)
    domain = words.get("domain", "").lstrip(".").lower()
    host = parts.hostname or ""
    if not equals or not name.strip() or (domain and not f".{host}".endswith(f".{domain}")):
        return None
    path = words.get("path", "")
    if not path.startswith("/"):
        path = parts.path.rpartition("/")[0] or "/"
    gone = _ended(words, sent)
    return _Cookie(name.strip(), value.strip(), path, "secure" in words, gone)


def _ended(words: dict[str, str], sent: datetime | None) -> bool:
    """A visitor lives for seconds: an expiry ends a cookie now, or does not matter."""
    age = words.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return age.startswith("-") or not age.strip("0")
    until = _moment(words.get("expires", ""))
    return until is not None and (until <= sent if sent else until.year <= 1970)  # noqa: PLR2004 - the epoch


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
