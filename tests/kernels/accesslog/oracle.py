"""Reads access logs slowly and plainly, line by line: the compiled parser must say the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from storewarden.kernels.accesslog import Escapes, Layout, Took

Row = dict[str, object]

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MONTHS = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun"]
_MONTHS += [b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"]
_ANSWER = re.compile(rb" (\d{1,3}|-) (\d{1,18}|-)(?= |\Z)")
_TIME = re.compile(
    rb"(\d\d)/([A-Za-z]{3})/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? ([+-])(\d\d)(\d\d)"
)
_LEVEL = re.compile(rb"<[0-9]{1,3}>")
_STAMP = re.compile(
    rb"(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}"
    rb"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9][^ ]*) "
)
_GROUP = rb'\[(?:[^"\]]|"(?:[^"\\]|\\.)*+")*+\]'
_MODERN = re.compile(
    rb"1 (?:[^ ]* ){5}-?(?:" + _GROUP + rb")*+(?!\[)(?<=[-\]]) (?:\xef\xbb\xbf)?", re.DOTALL
)
_FOUR = re.compile(rb"[0-9][0-9.]*[0-9]")
_SIX = re.compile(rb"[0-9A-Fa-f.:]*")
_LETTERS = {b'"': b'"', b"\\": b"\\", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r"}
_LETTERS |= {b"t": b"\t", b"v": b"\v"}


def read(chunk: bytes, source: str, first_line: int, layout: Layout) -> Iterator[Row]:
    """Yield the row of each line, without the columns that are null."""
    for number, ended in enumerate(chunk.split(b"\n"), first_line):
        line = ended.removesuffix(b"\r")
        if line:
            row = _line(line, layout)
            said = {name: value for name, value in row.items() if value is not None}
            yield {"source": source, "line": number, **said}


def _line(whole: bytes, layout: Layout) -> Row:
    start, vhost = _begin(whole, vhost=layout.vhost)
    line, declared, layout = whole[start:], layout.vhost, replace(layout, vhost=vhost)
    every = [at for at in range(len(line)) if line[at : at + 1] == b'"']
    true = [at for at in every if not _escaped(line, at, layout.escapes)]
    for quotes in (true, every):
        row = _fields(line, quotes, layout)
        if row is not None:
            asked = row.pop("asked")
            host = row["vhost"] if declared else row["vhost"] or asked
            return {"kind": "http", **row, "vhost": host}
    return {"kind": "raw", "message": whole.decode("utf-8", "replace")}


def _begin(line: bytes, *, vhost: bool) -> tuple[int, bool]:
    """Where the line starts behind the stamp of syslog, and whether a host comes first."""
    first, space, rest = line.partition(b" ")
    usual = rest.startswith(b"- -") and not line.startswith(b"<")
    if not space or usual or _is_address(first):
        return 0, vhost
    start = _stamped(line)
    first, space, rest = line[start:].partition(b" ")
    second, after, _ = rest.partition(b" ")
    if vhost or not first or not space or first.endswith(b","):
        return start, vhost
    return start, bool(after) and _is_address(second) and not _is_address(first)


def _is_address(word: bytes) -> bool:
    if len(word) > 64:
        return False
    groups, _, _ = word.partition(b"%")
    if _FOUR.fullmatch(word) and word.count(b".") == 3:
        return True
    return bool(_SIX.fullmatch(groups)) and (b"::" in groups or groups.count(b":") == 7)


def _stamped(line: bytes) -> int:
    level = _LEVEL.match(line)
    at = level.end() if level else 0
    if level and line.startswith(b"1 ", at):
        modern = _MODERN.match(line, at)
        return modern.end() if modern else 0
    stamp = _STAMP.match(line, at)
    return _origin(line, stamp.end() if stamp else at) if stamp or level else 0


def _origin(line: bytes, at: int) -> int:
    stop = at
    for word in line[at:].split(b" ", 2)[:-1]:
        stop += len(word) + 1
        if not word or word.endswith(b":"):
            return stop if word else at
    return at


def _escaped(line: bytes, at: int, escapes: Escapes) -> bool:
    before = line[:at]
    slashes = len(before) - len(before.rstrip(b"\\"))
    return slashes > 0 if escapes is Escapes.QUOTE else slashes % 2 == 1


def _fields(line: bytes, quotes: list[int], layout: Layout) -> Row | None:
    if not quotes:
        return None
    head = _head(line[: quotes[0]], layout)
    ends = [(at, _ANSWER.match(line, at + 1)) for at in quotes[1:]]
    closed, answer = next(((at, found) for at, found in ends if found), (0, None))
    if head is None or answer is None:
        return None
    row = {"asked": None, **head, **_request(line[quotes[0] + 1 : closed], layout)}
    row |= {"status": _figure(answer[1]), "size": _figure(answer[2])}
    rest, stop = line[answer.end() :], answer.end()
    if layout.client and rest:
        client = _client(line, [at for at in quotes if at > closed], stop, layout)
        if client is None:
            return None
        row, rest = {**row, **client[0]}, line[client[1] :]
    return {**row, **_tail(rest[1:], layout)}


def _head(head: bytes, layout: Layout) -> Row | None:
    usual = re.fullmatch(rb"(.*) \[(.{26})\] ", head, re.DOTALL)
    found = usual or re.fullmatch(rb"(.*) \[([^\[]{0,60})\] ", head, re.DOTALL)
    if not found:
        return None
    vhost, before = b"", found[1]
    if layout.vhost:
        vhost, space, before = before.partition(b" ")
        if not space:
            return None
    names = re.fullmatch(rb"((?:[^ ]*, )*+[^ ]*+) ([^ ]*) (.*)", before, re.DOTALL)
    if not names:
        return None
    return {
        "vhost": _text(_host(vhost), layout),
        "address": _text(names[1], layout),
        "account": _text(names[3], layout),
        "time": _time(found[2]),
    }


def _client(line: bytes, quotes: list[int], stop: int, layout: Layout) -> tuple[Row, int] | None:
    usual = line[stop:][:2] == b' "'
    if not quotes and not usual:
        return {}, stop
    if not quotes or line[quotes[0] - 1 : quotes[0]] != b" ":
        return None
    inner = quotes[1:]
    for closes, opens in pairwise(inner):
        if line[closes : opens + 1] == b'" "':
            ends = [at for at in inner if at > opens and line[at + 1 : at + 2] in {b"", b" "}]
            if not ends:
                return None
            referrer, agent = line[quotes[0] + 1 : closes], line[opens + 1 : ends[0]]
            row: Row = {"referrer": _text(referrer, layout), "agent": _text(agent, layout)}
            return row, ends[0] + 1 if usual else stop
    return None


def _tail(tail: bytes, layout: Layout) -> Row:
    before, _, word = tail.rpartition(b" ")
    taken = _taken(word, layout.took)
    kept = tail if taken is None else before
    return {"duration_us": taken, "message": kept.decode("utf-8", "replace") or None}


def _taken(word: bytes, took: Took) -> int | None:
    if took is Took.UNSAID:
        return None
    if took is Took.MICROSECONDS:
        return int(word) if re.fullmatch(rb"[0-9]{1,12}", word) else None
    found = re.fullmatch(rb"([0-9]{1,12})(?:\.([0-9]*))?", word)
    if not found:
        return None
    return int(found[1]) * 1_000_000 + int((found[2] or b"")[:6].ljust(6, b"0"))


def _request(request: bytes, layout: Layout) -> Row:
    if request in {b"", b"-"}:
        return {}
    target, space, protocol = request.rpartition(b" ")
    asks = re.match(rb"[A-Za-z_-]{1,32} ", request)
    if not space or not protocol.upper().startswith(b"HTTP/"):
        target, protocol = request, b""
    method = asks[0][:-1] if asks else b""
    target = target[len(method) + 1 :] if asks else target
    url = re.match(rb"(?i:https?)://([^/?]*)", target)
    host = url[1] if url else b""
    target = target[url.end() :] if url else target
    path, asked, query = target.partition(b"?")
    return {
        "method": _text(method, layout),
        "asked": _text(_host(host), layout),
        "path": _decoded(path, layout),
        "query": _decoded(query, layout) if asked else None,
        "protocol": _text(protocol, layout),
    }


def _host(host: bytes) -> bytes:
    found = re.fullmatch(rb"([^:]+|.+\]):\d+", host, re.DOTALL)
    return found[1] if found else host


def _text(text: bytes, layout: Layout) -> str | None:
    return None if text in {b"", b"-"} else _decoded(text, layout)


def _decoded(text: bytes, layout: Layout) -> str:
    if layout.escapes is Escapes.QUOTE:
        return text.replace(b'\\"', b'"').decode("utf-8", "replace")
    escape = rb'\\(?:x([0-9A-Fa-f]{2})|(["\\bfnrtv]))'
    meant = re.sub(
        escape,
        lambda found: bytes.fromhex(found[1].decode()) if found[1] else _LETTERS[found[2]],
        text,
    )
    return meant.decode("utf-8", "replace")


def _figure(text: bytes) -> int | None:
    return None if text == b"-" else int(text)


def _time(text: bytes) -> int | None:
    found = _TIME.fullmatch(text)
    if not found or found[2].lower() not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[at]) for at in (1, 3, 4, 5, 6))
    east = timedelta(hours=int(found[9]), minutes=int(found[10])) * (1 if found[8] == b"+" else -1)
    if hour > 23 or minute > 59 or second > 60 or int(found[9]) > 23 or int(found[10]) > 59:
        return None
    try:
        date = datetime(year, _MONTHS.index(found[2].lower()) + 1, day, tzinfo=_EPOCH.tzinfo)
    except ValueError:
        return None
    since = (date - _EPOCH) // timedelta(seconds=1) + hour * 3600 + minute * 60 + second
    micros = int((found[7] or b"").ljust(6, b"0"))
    return (since - east // timedelta(seconds=1)) * 1_000_000 + micros
