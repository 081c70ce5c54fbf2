"""Outside text made harmless: what would hide or turn itself round is written out."""

import re
from typing import Final

_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """Write out control, direction and invisible characters: ``U+202E`` becomes ``[U+202E]``.

    Templates escape markup themselves; this is for what no escaping touches.
    """
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def has_hidden(text: str) -> bool:
    """Tell whether `plain` would write anything out."""
    return _HIDDEN.search(text) is not None
