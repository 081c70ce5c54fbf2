"""Tells WordPress's folders of plugins and themes from others that merely have such a name."""

import re
from typing import Final

from storewarden.core.inventory import Found

_WITHIN: Final = re.compile(r"(?:^|/)(?:plugins|mu-plugins|themes)(?:/|$)", re.IGNORECASE)
_SIBLINGS: Final = ("plugins", "mu-plugins", "themes")


def is_certain(found: Found) -> bool:
    """Does it lie in ``wp-content``? Then code without a head counts, too."""
    return found.parent.casefold() == "wp-content" and is_likely(found)


def is_likely(found: Found) -> bool:
    """May it be such a folder, under whatever name its parent has (Bedrock's ``web/app``)?

    What lies within a plugin or a theme is not: WordPress never looks there.
    """
    if _WITHIN.search(found.folder):
        return False
    if not found.path or found.parent.casefold() == "wp-content":
        return True
    own = found.name.casefold()
    return any(found.tree.has(found.beside(name)) for name in _SIBLINGS if name != own)
