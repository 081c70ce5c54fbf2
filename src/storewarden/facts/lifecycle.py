"""Facts about the software that runs, as far as its makers' support goes."""

from dataclasses import dataclass
from datetime import date

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Running(Fact):
    """One piece of software in use.

    Attributes:
        product: its name in lower case, as endoflife.date has it: ``django``, ``debian``.
        version: as pinned or reported.
        found_in: the file that pins it, or the machine that runs it.
        as_of: the day on which this was looked at.
        release: the release of its maker that the version belongs to (``5.2``); empty when the
            list of support ends does not know it.
        end: the last day of that release's security fixes; None when no day is announced.
        ended: support is over, on a day that the list does not tell.
    """

    product: str
    version: str
    found_in: str
    as_of: date
    release: str = ""
    end: date | None = None
    ended: bool = False
