"""What the followed lists say of what we run: affected, not affected, or unknown, and why."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from storewarden.core.inventory import Component
from storewarden.core.severity import Severity


class Standing(StrEnum):
    """The three answers."""

    AFFECTED = "affected"
    NOT_AFFECTED = "not_affected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Danger:
    """What is known of a weakness beside the advisory itself.

    Attributes:
        exploited: True when a fresh list of exploited weaknesses names it, False when fresh ones
            do not, None when no such list could be asked.
        due: that list's own date.
        ransomware: see `core.published.Exploited`.
        action: what that list demands.
        likelihood: EPSS score, 0.0 to 1.0; ``percentile`` the same; None when not known.
        exploitation, automatable, total: SSVC; see `core.published.Assessment`.
    """

    exploited: bool | None = None
    added: date | None = None
    due: date | None = None
    ransomware: bool | None = None
    action: str = ""
    likelihood: float | None = None
    percentile: float | None = None
    exploitation: str = ""
    automatable: bool | None = None
    total: bool | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """One vulnerability that names a component, however many lists tell of it.

    Attributes:
        id: the first publisher's id; ``aliases`` all other names of the same thing.
        fixed_in: the nearest fixed version in the same line; None when there is none yet.
        why: the range that holds the version, in words: ``2.4.6 <= 2.4.6-p5 < 2.4.6-p6``.
        feeds: ids of the lists that tell of it.
        remedy: what to do when no version mends it.
        component: package URL with version of what it names, once it stands in a finding.
    """

    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Severity | None = None
    vector: str = ""
    fixed_in: str | None = None
    why: str = ""
    feeds: tuple[str, ...] = ()
    url: str = ""
    remedy: str = ""
    danger: Danger = Danger()
    component: str = ""

    @property
    def cves(self) -> tuple[str, ...]:
        """Every CVE among its names."""
        return tuple(name for name in (self.id, *self.aliases) if name.startswith("CVE-"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lists say of one component.

    ``because`` gives the reason of the answer in words; it is never empty for unknown.
    """

    component: Component
    standing: Standing
    because: str = ""
    named: tuple[Named, ...] = ()

    @property
    def weaknesses(self) -> tuple[Named, ...]:
        """What names the component, with the component in it, as a verdict carries it."""
        what = self.component
        name = f"{what.purl}@{what.version}" if what.version else what.purl
        return tuple(replace(one, component=name) for one in self.named)
