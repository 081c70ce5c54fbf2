"""Facts about components that we run or show, and about the lists that we follow."""

from dataclasses import dataclass
from datetime import datetime

from storewarden.core.checks import Fact
from storewarden.core.matched import Named


@dataclass(frozen=True, slots=True)
class ComponentExposure(Fact):
    """What the followed lists say about one component of a code tree.

    Attributes:
        purl: package URL without version.
        version: as installed or pinned; empty when it could not be told.
        found_in: the file that tells of it, relative to the code tree.
        named: the published weaknesses that name this version.
        unknown: why it cannot be told whether one does; empty when it can.
    """

    purl: str
    version: str
    found_in: str
    named: tuple[Named, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class ShownSoftware(Fact):
    """What the followed lists say about one piece of software that a site's own pages show.

    Attributes:
        purl: package URL without version.
        version: as it shows; of a range the oldest that it may be; empty when none shows.
        newest: of a range the newest that it may be; empty for an exact version.
        shown_at: address of the page or file that shows it.
        named: the published weaknesses that name this version, or every one of the range.
        unknown: why it cannot be told whether one does; empty when it can.
        held_by: id of the code tree of the same site that holds this version: it is judged there.
    """

    purl: str
    version: str
    shown_at: str
    newest: str = ""
    named: tuple[Named, ...] = ()
    unknown: str = ""
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class ListFreshness(Fact):
    """How old one followed list is.

    Attributes:
        published: the moment for which its content speaks; None when it was never read.
        max_age_days: how old the estate lets it become.
        because: why it was not read.
        as_of: the moment of looking.
    """

    feed: str
    max_age_days: int
    as_of: datetime
    published: datetime | None = None
    because: str = ""
