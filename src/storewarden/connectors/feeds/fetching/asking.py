"""Asks one publisher for one file: its mirrors in turn, patiently, and not too often."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from storewarden.connectors.feeds.fetching.digests import check
from storewarden.core.errors import OutOfScope, StorewardenError, Unreachable
from storewarden.core.ports import Carrier, Request, Response

_OK: Final = 200
_UNCHANGED: Final = 304
_NO_KEY: Final = frozenset({401, 403})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_HEAD: Final = 200


@dataclass(frozen=True, slots=True)
class Politeness:
    """How patiently it is asked.

    Attributes:
        sleep: waits so many seconds; `now` reads the clock, for dates in ``Retry-After``.
        waits: seconds before each further try of the same address.
        longest: seconds; a publisher that wants us to wait longer is asked another time.
    """

    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    waits: Sequence[float] = (1.0, 4.0)
    longest: float = 60.0


@dataclass(frozen=True, slots=True)
class Question:
    """One file to ask for.

    Attributes:
        feed: the list's id, for words.
        urls: where it lies: the publisher's address, then mirrors.
        headers: the key among them; never shown.
        checksum_url: where a file with its checksum lies; empty when there is none.
    """

    feed: str
    urls: Sequence[str]
    headers: Mapping[str, str]
    checksum_url: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a server knows the content by, for the next time."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> Mapping[str, str]:
        """The request headers that ask whether it changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


Webs = Callable[[str], Carrier]
"""Gives the client for an address."""


def ask(
    question: Question, known: Marks, into: Path, webs: Webs, polite: Politeness
) -> Marks | None:
    """Fetch a file; None when the publisher says that it is what we have.

    Raises `Unreachable` with what every address said, when none gave it.
    """
    said: list[str] = []
    for number, url in enumerate(question.urls):
        marks = known if number == 0 else Marks()  # another server has marks of its own
        try:
            return _from(question, url, marks, into, webs, polite)
        except StorewardenError as gone:
            said.append(str(gone))
    raise Unreachable("; ".join(said) or f"{question.feed} has no address")


def _from(
    question: Question, url: str, marks: Marks, into: Path, webs: Webs, polite: Politeness
) -> Marks | None:
    headers = {**question.headers, **marks.headers()}
    answer = _patiently(question.feed, Request(url, headers=headers), into, webs(url), polite)
    if answer.status == _UNCHANGED and marks.headers():
        return None
    _must_be_content(question.feed, url, answer, into)
    beside = _checksum_file(question, into, webs) if question.checksum_url else ""
    check(into, answer.headers, beside, question.feed)
    return Marks(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))


def _patiently(
    feed: str, request: Request, into: Path, web: Carrier, polite: Politeness
) -> Response:
    """Send it, and again after a while when the server cannot now; the last answer counts."""
    waits: Iterator[float] = iter(polite.waits)
    while True:
        try:
            with into.open("wb") as opened:
                answer = web.download(request, opened)
        except OutOfScope:
            raise
        except Unreachable:
            wait = next(waits, None)
            if wait is None:
                raise
        else:
            wait = next(waits, None)
            if answer.status not in _LATER or wait is None:
                return answer
            wait = _asked_to_wait(feed, answer, wait, polite)
        polite.sleep(wait)


def _asked_to_wait(feed: str, answer: Response, wait: float, polite: Politeness) -> float:
    wanted = _retry_after(answer.headers.get("retry-after", ""), polite.now())
    if wanted > polite.longest:
        raise Unreachable(f"{feed}: its publisher asks to come back in {wanted:.0f} s")
    return max(wait, wanted)


def _retry_after(text: str, now: datetime) -> float:
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _must_be_content(feed: str, url: str, answer: Response, into: Path) -> None:
    where = urlsplit(url).hostname or "its publisher"
    if answer.status in _NO_KEY:
        raise Unreachable(
            f"{feed}: {where} refused us ({answer.status}): a key is missing or wrong"
        )
    if answer.status != _OK:
        raise Unreachable(f"{feed}: {where} answered {answer.status} instead of a list")
    if answer.cut:
        raise Unreachable(f"{feed}: {where} sent more than what is taken of a list")
    with into.open("rb") as opened:
        head = opened.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        raise Unreachable(f"{feed}: {where} sent a web page, not a list")
    if not head:
        raise Unreachable(f"{feed}: {where} sent nothing")


def _checksum_file(question: Question, into: Path, webs: Webs) -> str:
    beside = into.with_name(f".{into.name}.checksum")
    try:
        with beside.open("w+b") as opened:
            web = webs(question.checksum_url)
            answer = web.download(Request(question.checksum_url), opened)
            if answer.status != _OK:
                raise Unreachable(
                    f"the checksum file of {question.feed} answered {answer.status}: not taken over"
                )
            opened.seek(0)
            return opened.read(10_000).decode("utf-8", "replace") or "empty"
    finally:
        beside.unlink(missing_ok=True)
