"""Reads a combined access log of the last 30 days and tells what stands out in it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from os import SEEK_END
from pathlib import Path
from typing import Final

from storewarden.connectors.logs.access.collecting import Collected
from storewarden.connectors.logs.access.forms import form_of
from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.facts.logs import InjectionProbes, LoginTries, SecretsInLog
from storewarden.kernels.weblog.lines import whole_lines
from storewarden.kernels.weblog.requests import parsed

_BLOCK: Final = 8 * 1024**2
_MOST: Final = 256 * 1024**2
_DAYS: Final = 30
Told = Iterator[SecretsInLog | LoginTries | InjectionProbes | Unseen]


def gather(log: LogSource, access: Access) -> Told:
    """Tell one fact of each kind; raises `Unreachable` when it is no combined access log."""
    if not log.path.is_file():
        raise Unreachable(f"the log of {log.id} is not there: no such file")
    site = access.estate.asset(log.site or "")
    form = form_of(site) if isinstance(site, Site) else None
    since = int((access.now - timedelta(days=_DAYS)).timestamp() * 1_000_000)
    collected = Collected(form=form, since=since)
    for block in _blocks(log.path):
        collected.add(parsed(block))
    if collected.unparsable and not collected.lines:
        raise Unreachable(f"no line of {log.id} looks like a combined access log")
    yield collected.secrets_in_log()
    yield collected.injection_probes()
    if form is None:
        yield Unseen(LoginTries, f"where people log in is not known for the site of {log.id}")
    else:
        yield collected.login_tries()


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the newest 256 MiB in blocks; a line that is cut at the start counts as unparsable."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, SEEK_END) - _MOST))
        yield from whole_lines(iter(partial(file.read, _BLOCK), b""))


CONNECTOR = Connector(
    reads=LogSource,
    gives=(SecretsInLog, LoginTries, InjectionProbes),
    gather=gather,
    fits=lambda log: log.format == "combined",
    time_limit=120.0,
)
