"""Looks at the first lines of a log: in which format it is written."""

import gzip
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from storewarden.engine.discovery.dsns import written
from storewarden.engine.discovery.proposals import Proposal

LARGEST: Final = 65_536
"""Bytes that are read of a log, unpacked where it is packed."""

_MOST_LINES: Final = 50
_ENOUGH: Final = 0.6
_LONGEST: Final = 4_000
_NAMES: Final = re.compile(r".*(?:\.log|[._-]log|\.log\.gz|\.jsonl|\.ndjson)", re.IGNORECASE)
_DAY: Final = r"\[\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]"
_QUOTED: Final = r'"(?:[^"\\]|\\.)*+"'
_SERVED: Final = rf"{_DAY} {_QUOTED} \d{{3}} (?:\d+|-)"
_LEVELS: Final = "DEBUG|INFO|WARNING|ERROR|CRITICAL"
_GRAVE: Final = f"{_LEVELS}|NOTICE|ALERT|EMERGENCY"


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _fits(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda line: bool(compiled.match(line))


_FORMATS: Final[tuple[tuple[str, str, Callable[[str], bool]], ...]] = (
    ("json", "one JSON object a line", _is_json),
    (
        "vhost_combined",
        "an access log that begins with the site's name",
        _fits(rf"\S+ \S+ \S+ \S+ {_SERVED} {_QUOTED} {_QUOTED}"),
    ),
    (
        "combined",
        "an access log with a request time at the end",
        _fits(rf"\S+ \S+ \S.{{0,200}}? {_SERVED} {_QUOTED} {_QUOTED}(?: \S+)*? \d+(?:\.\d+)?$"),
    ),
    (
        "combined",
        "an access log of nginx, Apache or gunicorn",
        _fits(rf"\S+ \S+ \S.{{0,200}}? {_SERVED} {_QUOTED} {_QUOTED}"),
    ),
    ("common", "an access log without visitors' programs", _fits(rf"\S+ \S+ \S+ {_SERVED}\s*$")),
    (
        "gunicorn_error",
        "gunicorn's own log",
        _fits(rf"\[\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{{4}}\] \[\d+\] \[(?:{_LEVELS})\]"),
    ),
    (
        "woocommerce",
        "a log of WooCommerce or one of its gateways",
        _fits(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d) (?:{_GRAVE}) "),
    ),
    (
        "magento",
        "a log in monolog's lines, as Magento writes them",
        _fits(rf"\[\d{{4}}-\d\d-\d\d[T ][\d:.+-]{{8,24}}Z?\] [\w.-]{{1,60}}\.(?:{_GRAVE}): "),
    ),
    (
        "syslog",
        "a log of syslog",
        _fits(
            r"(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
            r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) \S+ \S+?(?:\[\d+\])?:? "
        ),
    ),
)


def is_named_like_a_log(path: Path) -> bool:
    """Does its name say that it is a log (and no older one that was put aside)?"""
    return bool(_NAMES.fullmatch(path.name))


def log_at(path: Path, root: Path) -> Proposal | None:
    """Propose a log; None when neither its lines nor its name say that it is one.

    Raises OSError when it cannot be read.
    """
    found = format_of(_first_lines(path))
    if found is None and not is_named_like_a_log(path):
        return None
    name, seen = found or ("lines", "")
    puzzles = () if found else ("its format; it is taken as plain lines",)
    keys = (("path", written(path, root)), ("format", name))
    wish = path.name.removesuffix(".gz").removesuffix(".log")
    return Proposal("logs", wish, keys, (seen,) if seen else (), puzzles)


def format_of(lines: list[str]) -> tuple[str, str] | None:
    """The format that most of the lines are in, and what it is; None when there is none."""
    for name, seen, fits in _FORMATS:
        if lines and sum(1 for line in lines if fits(line)) >= _ENOUGH * len(lines):
            return name, seen
    return None


def _first_lines(path: Path) -> list[str]:
    with path.open("rb") as opened:
        start = opened.read(LARGEST)
    if start[:2] == b"\x1f\x8b":
        start = _unpacked(path)
    lines = start.decode("utf-8", "replace").splitlines()
    whole = lines[:-1] if len(start) == LARGEST and len(lines) > 1 else lines
    return [line[:_LONGEST] for line in whole if line.strip()][:_MOST_LINES]


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as packed:
            return packed.read(LARGEST)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return b""
