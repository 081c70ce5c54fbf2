"""What others publish, made fit to keep: one line, printable, within bounds."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

_SUMMARY: Final = 200
_REMEDY: Final = 1_000
_LONGEST_NAME: Final = 128
_LONGEST_LINK: Final = 500
_MOST_NAMES: Final = 50
_NAME: Final = re.compile(r"[\w.:@/+~-]{1,128}", re.ASCII)
_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII)


def tidy(text: str | None, most: int = _SUMMARY) -> str:
    """One line of printable text, at most so many characters."""
    if not text:
        return ""
    cut = text[: 4 * most]
    if not cut.isprintable():
        cut = "".join(letter if letter.isprintable() else " " for letter in cut)
    return " ".join(cut.split())[:most]


def action(text: str | None) -> str:
    """What a publisher tells people to do: one line, at most 1,000 characters."""
    return tidy(text, _REMEDY)


def names(*ids: str | None, beside: str = "") -> tuple[str, ...]:
    """The ids that can be one, each once, without the one that stands ``beside`` them."""
    fit = (one for one in ids if one and one != beside and _NAME.fullmatch(one))
    return tuple(dict.fromkeys(fit))[:_MOST_NAMES]


def is_name(text: str) -> bool:
    """Whether a text can be the id of an entry."""
    return _NAME.fullmatch(text) is not None


def cve(text: str | None) -> str:
    """The CVE id, if it is one; else empty."""
    return text if text and _CVE.fullmatch(text) else ""


def link(*urls: str | None) -> str:
    """The first that is a plain web address; empty when none is."""
    return next(filter(_is_link, (url or "" for url in urls)), "")


def _is_link(url: str) -> bool:
    return (
        url.startswith(("https://", "http://"))
        and len(url) <= _LONGEST_LINK
        and url.isprintable()
        and not set(url) & set(" <>\"'")
    )


def moment(text: str | None) -> datetime | None:
    """Read a moment; without a time zone it is UTC. None for what is none."""
    try:
        read = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def day(text: str | None) -> date | None:
    """Read a day, also out of a moment; None for what is none."""
    read = moment(text)
    return None if read is None else read.date()


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """The newest of those that are known; None when none is."""
    return max((one for one in moments if one is not None), default=None)
