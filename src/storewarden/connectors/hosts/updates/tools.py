"""What each package tool's answer means.

Debian: ``Inst name [installed] (offered origin:release/suite [architecture])`` of
``apt-get --simulate`` (apt-get(8)); an origin or suite that names security makes it a security
update. Fedora and its kin: ``ADVISORY severity name-version`` of ``dnf updateinfo list``. Alpine
tells what is newer, but not whether it closes a hole: all of it counts.
"""

import re
from typing import Final

from storewarden.facts.hosts import Update

_APT: Final = re.compile(r"Inst (\S+)(?: \[([^\]]*)\])? \((\S+) ([^)]*)\)")
_DNF: Final = re.compile(
    r"(\S+)\s+(\S*/Sec\.|\S*[Ss]ecurity\S*|critical|important|moderate|low)\s+(\S+)", re.IGNORECASE
)
_NAME: Final = re.compile(r"(.+)-([^-]+-[^-]+)")
_APK: Final = re.compile(r"(.+?)-(\d\S*)\s+<\s+(\S+)")
_SECURITY: Final = re.compile(r"security", re.IGNORECASE)


def of_apt(lines: tuple[str, ...]) -> tuple[tuple[Update, ...], int]:
    """Read what would be installed: (security updates, how many others)."""
    security, others = [], 0
    for line in lines:
        found = _APT.match(line)
        if found is None or found[2] is None:
            continue
        if _SECURITY.search(found[4]):
            security.append(Update(found[1], found[2], found[3]))
        else:
            others += 1
    return tuple(security), others


def of_dnf(lines: tuple[str, ...]) -> tuple[tuple[Update, ...], int]:
    """Read what security advisories offer; each package once, by its newest line."""
    found: dict[str, Update] = {}
    for line in lines:
        if (said := _DNF.match(line.strip())) and (name := _NAME.fullmatch(said[3])):
            found[name[1]] = Update(name[1], "", name[2])
    return tuple(found.values()), 0


def of_apk(lines: tuple[str, ...]) -> tuple[tuple[Update, ...], int]:
    """Read what is older than the index; Alpine does not say which of it closes holes."""
    said = [_APK.match(line) for line in lines]
    return tuple(Update(one[1], one[2], one[3]) for one in said if one is not None), 0
