"""Takes one syslog line apart: who wrote it, with which program, when, and what."""

import re
from dataclasses import dataclass
from typing import Final

from storewarden.kernels.syslog.stamps import full, yearless

_PRIORITY: Final = re.compile(r"<(\d{1,3})>")
_NEW: Final = re.compile(r"1 (\S+) (\S+) (\S+) (\S+) (\S+) ")
_DATA: Final = re.compile(r'-|(?:\[[^\s\]="]{1,32}(?: [^\s\]="]{1,32}="(?:[^"\\]|\\.)*+")*\])+')
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?) ")
_OLD: Final = re.compile(r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) ")
_FROM: Final = re.compile(r"(\S+) ([^\s:\[]{1,64})(?:\[(\d+)\])?: ?")
_TAG: Final = re.compile(r"([A-Za-z0-9_./-]{1,64})(?:\[(\d+)\])?: ?")
_HIGHEST: Final = 191
_FACILITY: Final = 8
_AUTH: Final = frozenset({4, 10})
_NOTHING: Final = frozenset({"-", ""})


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart; what it does not say is empty.

    Attributes:
        time: microseconds since 1970, or None.
        is_auth: its facility is for log-ins (auth, authpriv).
    """

    time: int | None
    host: str
    program: str
    message: str
    is_auth: bool = False


def taken_apart(text: str, now: int, zone: int) -> Line | None:
    """Take a line apart; None when it is no syslog line.

    Args:
        text: without its newline.
        now: microseconds since 1970 at which it was read.
        zone: minutes ahead of UTC, for times that do not say it.
    """
    priority = _PRIORITY.match(text)
    if priority is None:
        return _in_file(text, now, zone, is_auth=False)
    level = int(priority[1])
    if level > _HIGHEST:
        return None
    is_auth, rest = level // _FACILITY in _AUTH, text[priority.end() :]
    header = _NEW.match(rest)
    if header is not None:
        return _modern(header, rest, zone, is_auth=is_auth)
    told = _in_file(rest, now, zone, is_auth=is_auth)
    # RFC 3164 section 4.3.3: what has no readable header is all message.
    return told or _bare(rest, is_auth=is_auth)


def _modern(header: re.Match[str], rest: str, zone: int, *, is_auth: bool) -> Line | None:
    stamp, host, program, _, _ = header.groups()
    data = _DATA.match(rest, header.end())
    if data is None:
        return None
    message = rest[data.end() :].removeprefix(" ").removeprefix("\ufeff")
    return Line(full(stamp, zone), _word(host), _word(program), message, is_auth)


def _in_file(text: str, now: int, zone: int, *, is_auth: bool) -> Line | None:
    """The form of RFC 3164, with its own stamp or, as files have it now, with a full one."""
    if stamp := _OLD.match(text):
        time = yearless(stamp[1], now, zone)
    elif stamp := _ISO.match(text):
        time = full(stamp[1].replace(",", "."), zone)
    else:
        return None
    origin = _FROM.match(text, stamp.end())
    if origin is not None:
        return Line(time, origin[1], origin[2], text[origin.end() :], is_auth)
    tag = _TAG.match(text, stamp.end())  # no host: a program that speaks to the local socket
    if tag is not None:
        return Line(time, "", tag[1], text[tag.end() :], is_auth)
    return Line(time, "", "", text[stamp.end() :], is_auth)


def _bare(text: str, *, is_auth: bool) -> Line:
    tag = _TAG.match(text)
    if tag is None:
        return Line(None, "", "", text, is_auth)
    return Line(None, "", tag[1], text[tag.end() :], is_auth)


def _word(text: str) -> str:
    return "" if text in _NOTHING else text
