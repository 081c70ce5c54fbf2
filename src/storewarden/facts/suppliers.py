"""Facts about suppliers: their papers, our reviews, their endpoints and the keys that they hold."""

from dataclasses import dataclass
from datetime import date

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Paper(Fact):
    """A certificate that a supplier showed us: ISO 27001, PCI DSS AoC, SOC 2.

    ``valid_until`` is its last good day.
    """

    kind: str
    valid_until: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Review(Fact):
    """When somebody of ours last looked at a supplier; None means never.

    ``every_days`` is how long such a look is good for.
    """

    supplier: str
    every_days: int
    as_of: date
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class EndpointCertificate(Fact):
    """The TLS certificate of a supplier's endpoint.

    Attributes:
        host: the endpoint's host, as the estate names it.
        not_after: the last day of the certificate, known also when nobody trusts it.
        complaint: why a careful client does not trust it; empty when it does.
    """

    host: str
    not_after: date
    as_of: date
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class ApiKey(Fact):
    """A key to our shop or CMS that somebody holds; never the key itself.

    Attributes:
        name: what the key is called.
        holder: who was given it.
        can_write: None when its permissions say neither read nor write.
        created: None when that is not recorded.
        last_used: None when it was never used, or when that is not recorded.
        use_is_recorded: False when nobody keeps when keys are used.
    """

    name: str
    as_of: date
    holder: str = ""
    can_write: bool | None = None
    created: date | None = None
    last_used: date | None = None
    use_is_recorded: bool = True
