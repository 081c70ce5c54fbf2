"""Facts about the patches of a machine, and of the content systems and shops on it."""

from dataclasses import dataclass
from datetime import datetime

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Update:
    """A newer version that the system's package lists offer; versions as they write them."""

    package: str
    installed: str
    offered: str


@dataclass(frozen=True, slots=True)
class PendingUpdates(Fact):
    """What the package lists of a machine offer.

    Attributes:
        package_tool: ``apt``, ``dnf`` or ``apk``.
        security: updates that close holes.
        others: how many more there are.
        as_of: the moment of looking.
        refreshed: when the lists were last fetched; None when that is not known.
        follows_security: whether a list of security updates is among the sources; None when that
            is not known.
    """

    package_tool: str
    security: tuple[Update, ...]
    others: int
    as_of: datetime
    refreshed: datetime | None = None
    follows_security: bool | None = None


@dataclass(frozen=True, slots=True)
class Restart(Fact):
    """Whether the machine must start anew to run what was installed; ``because`` in words."""

    needed: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldLibrary:
    """A program that still runs on a library whose file was replaced."""

    program: str
    library: str


@dataclass(frozen=True, slots=True)
class OldLibraries(Fact):
    """Programs that still run on replaced libraries.

    Attributes:
        seen: how many processes could be looked at.
        unread: how many could not, for want of rights.
    """

    found: tuple[OldLibrary, ...]
    seen: int
    unread: int


@dataclass(frozen=True, slots=True)
class AutomaticUpdates(Fact):
    """Whether the machine installs security updates by itself; ``because`` says how we know."""

    on: bool
    because: str


@dataclass(frozen=True, slots=True)
class SelfUpdates(Fact):
    """Whether a content system or shop is allowed to update itself.

    Attributes:
        product: ``WordPress`` and the like.
        on: whether security releases install themselves.
        because: the setting that says so, and where it stands.
    """

    product: str
    on: bool
    because: str
