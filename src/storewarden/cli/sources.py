"""Finds out whose log a file is: by the estate file, for rotated copies too, or as it is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from storewarden.core.estate import LogSource
from storewarden.core.logs import JournalLog, TableLog

if TYPE_CHECKING:
    from pathlib import Path

    from storewarden.core.estate import Estate

_ROTATED: Final = re.compile(r"(?:[.-][0-9][0-9T_.-]*)?(?:\.(?:gz|old|bak))?", re.IGNORECASE)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def log_of(estate: Estate, path: Path, source: str | None, form: str | None) -> LogSource:
    """The log source that a file belongs to, with the file as its path.

    A source that the estate file does not name needs its format said.
    """
    logs = [asset for asset in estate.assets if isinstance(asset, LogSource)]
    found = next((log for log in logs if _is_of(path, log, source)), None)
    if found is None and source and form and _ID.fullmatch(source):
        return LogSource(source, path, form)
    if found is None:
        raise click.UsageError(_said(path, logs, source))
    return replace(found, path=path, format=form or found.format)


def followed_log(estate: Estate, source: str | None) -> TableLog | JournalLog:
    """The table or the journal of that id."""
    found = estate.asset(source or "")
    if isinstance(found, TableLog | JournalLog):
        return found
    raise click.UsageError("say a FILE, or with --source a table or a journal of the estate file")


def _is_of(path: Path, log: LogSource, source: str | None) -> bool:
    if source is not None:
        return log.id == source
    name, ours = path.absolute(), log.path.absolute()
    same_folder = name.parent.resolve() == ours.parent.resolve()
    rest = name.name.removeprefix(ours.name)
    if same_folder and name.name.startswith(ours.name) and _ROTATED.fullmatch(rest):
        return True
    stem, suffix = ours.stem, ours.suffix  # access-20260301.log.gz beside access.log
    between = name.name.removeprefix(stem)
    at = between.find(suffix) if suffix else -1
    if not same_folder or not name.name.startswith(stem) or at < 0:
        return False
    return all(map(_ROTATED.fullmatch, (between[:at], between[at + len(suffix) :])))


def _said(path: Path, logs: list[LogSource], source: str | None) -> str:
    names = f"it names: {', '.join(log.id for log in logs) or 'none'}"
    if source is None:
        return f"{path} is no log of the estate file; say whose it is with --source ({names})"
    return (
        f"{source!r} is no log of the estate file ({names}); for the log of something that is no"
        " more, say its --format as well"
    )
