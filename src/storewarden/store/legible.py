"""Text that every database can hold: what it cannot is replaced where a reader can see it."""

import re
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


def legible(text: str) -> str:
    """Replace NUL characters and lone surrogates by U+FFFD, one for one.

    PostgreSQL refuses NUL in text, and neither can be written as UTF-8; everything else stays
    as it is, control and direction characters too: showing them safely is the reader's work.
    """
    return _UNKEEPABLE.sub(REPLACEMENT, text)


def is_legible(text: str) -> bool:
    """Say whether `legible` would leave it as it is."""
    if text.isascii():
        return "\0" not in text
    return _UNKEEPABLE.search(text) is None


def legible_or_none(text: str | None) -> str | None:
    """Do the same for a text that may be missing."""
    return None if text is None else legible(text)
