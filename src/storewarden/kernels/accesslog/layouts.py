"""The layouts of access logs: which fields a line has, beyond those that all have."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Took(IntEnum):
    """The unit of the time that a request took, which is the last word of the line."""

    UNSAID = 0
    SECONDS = 1
    MICROSECONDS = 2


class Escapes(IntEnum):
    """How the server writes a quote within quotes.

    nginx and Apache escape the backslash too, so that two of them before a quote end the field;
    gunicorn escapes nothing but the quote.
    """

    BACKSLASH = 0
    QUOTE = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: ``[vhost] address ident account [time] "request" status size ...``.

    Attributes:
        name: as the estate file says it.
        vhost: the line starts with the virtual host (``shop.example:443``).
        client: the size may be followed by ``"referrer" "agent"``.
        took: the unit of the last word.
        escapes: how a quote within quotes is written.
    """

    name: str
    vhost: bool = False
    client: bool = True
    took: Took = Took.UNSAID
    escapes: Escapes = Escapes.BACKSLASH


COMMON: Final = Layout("common", client=False)
COMBINED: Final = Layout("combined")
VHOST_COMBINED: Final = Layout("vhost_combined", vhost=True)
COMBINED_SECONDS: Final = Layout("combined_seconds", took=Took.SECONDS)
COMBINED_MICROSECONDS: Final = Layout("combined_microseconds", took=Took.MICROSECONDS)
GUNICORN: Final = Layout("gunicorn", escapes=Escapes.QUOTE)

LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.name: layout
    for layout in (
        COMMON,
        COMBINED,
        VHOST_COMBINED,
        COMBINED_SECONDS,
        COMBINED_MICROSECONDS,
        GUNICORN,
    )
}
"""Every layout, by the name that an estate file gives it."""
