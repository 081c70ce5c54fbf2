"""Proposes the tables in which a shop writes what happened, as logs to follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from storewarden.core.estate import Estate, Site
from storewarden.engine.discovery.proposals import Proposal, Puzzle, Told
from storewarden.engine.discovery.writing import more_text


@dataclass(frozen=True, slots=True)
class Fit:
    """A table of a database that is a log.

    Attributes:
        database: its id in the estate.
        form: the name of the form.
        platform: whose form it is.
    """

    database: str
    form: str
    platform: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A database that could not be looked into, and why; never its address."""

    database: str
    because: str


def table_logs_for(estate: Estate, told: Sequence[Fit | Closed]) -> str:
    """The text that follows a first estate file: a table ``[logs.ID]`` for each fit."""
    return more_text([_told(one) for one in told], estate, _only_site(estate)) if told else ""


def _told(one: Fit | Closed) -> Told:
    if isinstance(one, Closed):
        return Puzzle(f"which tables of {one.database} are logs: {one.because}")
    keys = (("database", one.database), ("format", one.form))
    return Proposal("logs", one.form, keys, (f"a table in which {one.platform} keeps a log",))


def _only_site(estate: Estate) -> str | None:
    sites = [asset.id for asset in estate.assets if isinstance(asset, Site)]
    return sites[0] if len(sites) == 1 else None
