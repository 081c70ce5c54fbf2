"""What the followed lists publish, in one form for all of them; every text is hostile text."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from storewarden.core.verdicts import Severity


@dataclass(frozen=True, slots=True)
class Stretch:
    """One unbroken run of versions that an advisory names.

    Attributes:
        low: its oldest version; None means from the beginning.
        high: its newest; None means without end.
        fixed_in: the first version after it that is mended; None when there is none yet.
    """

    low: str | None = None
    low_included: bool = True
    high: str | None = None
    high_included: bool = False
    fixed_in: str | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """What an advisory says of one package.

    Attributes:
        purl: package URL without version, as `core.inventory.Component.purl`.
        release: of a distribution (``debian-12``); else empty.
        stretches: runs of versions; a version in any of them is affected.
        versions: versions named one by one, affected as well.
        statement: a distribution's own word on it (``not affected``, ``no security fix``).
    """

    purl: str
    release: str = ""
    stretches: tuple[Stretch, ...] = ()
    versions: tuple[str, ...] = ()
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One published vulnerability.

    Attributes:
        id: the publisher's id.
        aliases: other ids of the same thing, the CVE among them; related ones do not belong here.
        vector: its CVSS vector, the newest version of CVSS that it carries; empty when none.
        severity: how grave its publisher calls it, else by the vector; None when neither says.
        withdrawn: it was taken back: it names nobody any more.
        remedy: what to do when no version mends it.
    """

    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Severity | None = None
    vector: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    withdrawn: bool = False
    url: str = ""
    remedy: str = ""
    affected: tuple[Affected, ...] = ()


@dataclass(frozen=True, slots=True)
class Exploited:
    """An entry of a list of weaknesses that thieves use now (CISA KEV, ENISA EU KEV).

    Attributes:
        added: when the list took it in.
        due: the list's own date to mend it by, where it names one.
        ransomware: used by ransomware; None means that it is not known.
        action: what the list demands.
    """

    cve: str
    name: str = ""
    vendor: str = ""
    product: str = ""
    added: date | None = None
    due: date | None = None
    ransomware: bool | None = None
    action: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """FIRST's estimate (EPSS) that a weakness is used within 30 days; both from 0.0 to 1.0."""

    cve: str
    score: float
    percentile: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """CISA's SSVC decision points for a weakness (Vulnrichment).

    Attributes:
        exploitation: ``none``, ``poc`` or ``active``.
        automatable: None when it is not said.
        total: technical impact: True for total, False for partial, None when it is not said.
        vector: CVSS vector that came with it; empty when none.
    """

    cve: str
    exploitation: str = ""
    automatable: bool | None = None
    total: bool | None = None
    vector: str = ""


Told: TypeAlias = Record | Exploited | Likelihood | Assessment
"""One entry of any followed list."""
