"""The declaration of readers that tell components from outside, from what a site serves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from storewarden.core.inventory import Component
from storewarden.core.ports import Response


class Visit(Protocol):
    """A look at a site of ours as any stranger has it; everything in it is hostile text."""

    @property
    def page(self) -> Response:
        """The front page."""
        ...

    def file(self, address: str) -> Response | None:
        """A file of the site, asked for once however many readers want it.

        None when the site does not hand it out, when the address is not of this site, or when
        this visit has asked for enough: then its components are not told.
        """
        ...


@dataclass(frozen=True, slots=True)
class OutsideReader:
    """Tells components from what a site serves: generator tags, addresses, banners, hashes.

    A reader is one folder ``connectors/<group>/<name>/`` whose ``outside.py`` holds ``OUTSIDE``;
    nothing is listed anywhere.

    Attributes:
        read: a visit -> components. When the signs leave a range, ``version`` is the oldest and
            ``newest`` the newest that it may be; when they leave nothing, ``unreadable`` says so.
            It may raise what an inventory reader may raise.
    """

    read: Callable[[Visit], Iterable[Component]]
