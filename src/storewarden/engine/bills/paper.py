"""What stands at the head of every bill of materials."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """The head of a bill.

    Attributes:
        of: what was looked at: a folder's name, an asset's id, the estate's name.
        at: when, with time zone.
        by: version of Storewarden.
    """

    of: str
    at: datetime
    by: str
