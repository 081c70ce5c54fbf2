"""Advisories and components: what a published vulnerability names, and what we run."""

from dataclasses import dataclass
from datetime import datetime

from storewarden.core.verdicts import Severity


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of software that we run.

    Attributes:
        ecosystem: OSV's word: ``PyPI``, ``npm``, ``Packagist``.
        name: the package's name, normalised as its ecosystem demands.
        version: as pinned.
        found_in: the file that pins it, relative to the code tree.
    """

    ecosystem: str
    name: str
    version: str
    found_in: str


@dataclass(frozen=True, slots=True)
class Advisory:
    """A published vulnerability, as far as it concerns one component.

    Attributes:
        id: the publisher's id (``GHSA-...``, ``PYSEC-...``).
        aliases: other ids of the same thing, the CVE among them.
        summary: the publisher's words: hostile text, to be escaped wherever it is shown.
        fixed_in: the first version without it; None when there is none yet.
        exploited: a followed list says that thieves use it now.
        severity: how grave its publisher calls it; None when he does not say.
    """

    id: str
    aliases: tuple[str, ...]
    summary: str
    fixed_in: str | None = None
    exploited: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class ListAge:
    """How fresh one followed list is; ``loaded`` is False when it could not be read at all."""

    feed: str
    loaded: bool
    published: datetime | None
    because: str = ""
