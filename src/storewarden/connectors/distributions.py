"""Reads which distribution a tree or a machine is, for readers of its packages."""

import re
from dataclasses import dataclass
from typing import Final

from storewarden.core.errors import Unreadable
from storewarden.core.hosts import Reading
from storewarden.core.inventory import Found
from storewarden.kernels.purls.releases import DEBIAN

SYSTEM: Final = Reading("os_release", ("cat", "/etc/os-release", "/usr/lib/os-release"))
"""Asks a machine which distribution it is; what `told` reads. Both files say the same."""

_FIELD: Final = re.compile(
    r"""^(ID|VERSION_ID|VERSION_CODENAME)=["']?([^"'\n]*)["']?\s*$""", re.MULTILINE
)
_PLACES: Final = ("etc/os-release", "usr/lib/os-release")
_PART: Final = re.compile(r"(\d+\.\d+)\.\d+")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by its own names: ``debian`` and ``debian-12``.

    ``release`` is empty when it cannot be told: then nothing is said about its packages.
    """

    id: str
    release: str


def distribution(found: Found, root: str, otherwise: str) -> Distribution:
    """Read the release file below ``root``, a path in the tree that ends with a slash or is empty.

    ``otherwise`` is the distribution whose package tool was found, where there is no such file.
    """
    for place in _PLACES:
        try:
            return told(found.tree.head(f"{root}{place}").decode("utf-8", "replace"), otherwise)
        except (Unreadable, OSError):
            continue
    return Distribution(otherwise, "")


def told(text: str, otherwise: str) -> Distribution:
    """Read the text of ``os-release``; Alpine's advisories speak of ``3.20``, not of ``3.20.3``."""
    fields = {match[1]: match[2].strip().lower() for match in _FIELD.finditer(text)}
    name, version = fields.get("ID") or otherwise, fields.get("VERSION_ID", "")
    if name == "debian" and not version:  # as long as it is in the making
        version = DEBIAN.get(fields.get("VERSION_CODENAME", ""), "")
    if name == "alpine" and (match := _PART.match(version)):
        version = match[1]
    return Distribution(name, f"{name}-{version}" if version else "")
