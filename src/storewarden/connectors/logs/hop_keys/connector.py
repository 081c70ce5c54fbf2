"""Looks for keys in the addresses that an integration calls, in its target's access logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from os import SEEK_END
from typing import Final
from urllib.parse import urlsplit

import polars as pl

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Integration, LogSource
from storewarden.facts.bridges import HopKeys, KeyInUrl
from storewarden.kernels.weblog.credentials import credentials
from storewarden.kernels.weblog.lines import whole_lines
from storewarden.kernels.weblog.requests import parsed
from storewarden.kernels.weblog.revealing import revealed

_BLOCK: Final = 8 * 1024**2
_MOST: Final = 256 * 1024**2
_DAYS: Final = 30
_OURS: Final = "Storewarden/"


@dataclass(slots=True)
class _Calls:
    """The calls of one path in one log: how many, and the first of each key in them."""

    requests: int
    keys: dict[tuple[str, str], KeyInUrl]


def gather(bridge: Integration, access: Access) -> Iterator[HopKeys]:
    """Tell one fact; raises `Unreachable` when no log of the target can be read."""
    path = urlsplit(bridge.url).path or "/"
    keys = {(key.kind, key.parameter): key for key in _declared(bridge)}
    logs = _logs_of(bridge.target, access)
    if not logs and not keys:
        raise Unreachable(f"the estate names no access log of {bridge.target}")
    requests = 0
    for log in logs:
        calls = _calls(log, path, access)
        requests += calls.requests
        keys = {**calls.keys, **keys}
    yield HopKeys(path, requests, tuple(keys[name] for name in sorted(keys)))


def _declared(bridge: Integration) -> Iterator[KeyInUrl]:
    for key in revealed(urlsplit(bridge.url).query):
        yield KeyInUrl(key.kind.value, key.parameter, key.masked, 1, "the estate file")


def _logs_of(target: str, access: Access) -> list[LogSource]:
    named = (log for log in access.estate.assets if isinstance(log, LogSource))
    return [log for log in named if log.site == target and log.format == "combined"]


def _calls(log: LogSource, path: str, access: Access) -> _Calls:
    if not log.path.is_file():
        raise Unreachable(f"the log of {log.id} is not there: no such file")
    calls = _Calls(0, {})
    since = int((access.now - timedelta(days=_DAYS)).timestamp() * 1_000_000)
    with log.path.open("rb") as file:
        file.seek(max(0, file.seek(0, SEEK_END) - _MOST))
        for block in whole_lines(iter(partial(file.read, _BLOCK), b"")):
            _add(calls, log.id, _on(parsed(block).frame, path, since))
    return calls


def _on(frame: pl.DataFrame, path: str, since: int) -> pl.DataFrame:
    """Keep the calls of that path; a probe of ours says nothing about the integration."""
    inside = pl.col("path").str.starts_with(path) if path != "/" else pl.col("path") == "/"
    theirs = ~pl.col("agent").str.starts_with(_OURS)
    return frame.filter(inside & theirs & (pl.col("time") >= since))


def _add(calls: _Calls, log: str, frame: pl.DataFrame) -> None:
    calls.requests += len(frame)
    for _, kind, parameter, masked, times in credentials(frame).iter_rows():
        before = calls.keys.get((kind, parameter))
        key = KeyInUrl(kind, parameter, masked, times + (before.times if before else 0), log)
        calls.keys[kind, parameter] = key


CONNECTOR = Connector(reads=Integration, gives=(HopKeys,), gather=gather, time_limit=120.0)
