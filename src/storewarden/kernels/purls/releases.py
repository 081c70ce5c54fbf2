"""Names of Debian's releases, for which lists and bills write either the name or the number."""

from collections.abc import Mapping
from typing import Final

DEBIAN: Final[Mapping[str, str]] = {
    "jessie": "8",
    "stretch": "9",
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
    "duke": "15",
}
