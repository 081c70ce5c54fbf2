"""Turns what a bill says of a component into ours: the source package, its release, its version."""

from dataclasses import dataclass
from typing import Final

from storewarden.core.inventory import Component
from storewarden.kernels.purls.purl import Read, purl, read
from storewarden.kernels.purls.releases import DEBIAN

_COUNTED: Final = {"debian": 1, "alpine": 2}
"""Numbers of a version that name a release; all of them elsewhere."""

_LONGEST: Final = 200
"""Letters of a name without a package URL."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One component as a bill lists it; ``purl`` is empty or hostile text.

    ``source`` and ``source_version`` are of the source package, where a distribution's bill names
    it beside the package URL.
    """

    name: str
    version: str
    purl: str
    source: str = ""
    source_version: str = ""


def component_of(listed: Listed, path: str) -> Component:
    """Our component; without a package URL it is a generic one, known by its name alone."""
    try:
        known = read(listed.purl)
    except ValueError:
        return _nameless(listed, path)
    if known.kind in {"deb", "apk"}:
        return _packaged(listed, known, path)
    version = known.version or listed.version
    return Component(known.purl, version, path, unreadable=_because(version))


def _packaged(listed: Listed, known: Read, path: str) -> Component:
    """Of distributions the source package counts: ``upstream=openssl@3.0.11-1`` names it.

    Its version is told only where it differs from the binary package's own.
    """
    binary = known.path[-1]
    source, _, version = known.qualifiers.get("upstream", "").partition("@")
    source = source or listed.source
    version = version or listed.source_version or _with_epoch(known) or listed.version
    who = known.path[-2] if len(known.path) > 1 else ""
    return Component(
        purl(known.kind, who, source or binary),
        version,
        path,
        release=_release(who, known.qualifiers.get("distro", "")),
        unreadable=_because(version),
        binary=(binary,),
    )


def _with_epoch(known: Read) -> str:
    epoch = known.qualifiers.get("epoch", "0")
    return known.version if epoch == "0" or not known.version else f"{epoch}:{known.version}"


def _release(who: str, distro: str) -> str:
    """``debian-12.5`` and ``bookworm`` are of ``debian-12``; ``3.20.1`` is of ``alpine-3.20``."""
    own = distro.removeprefix(f"{who}-").removeprefix("v")
    number = DEBIAN.get(own, own) if who == "debian" else own
    if not number[:1].isdigit():
        return distro
    parts = number.split(".")
    return f"{who}-{'.'.join(parts[: _COUNTED.get(who, len(parts))])}"


def _nameless(listed: Listed, path: str) -> Component:
    name = listed.name[:_LONGEST].strip("/ ") or "nameless"
    because = _because(listed.version)
    return Component(purl("generic", name), listed.version, path, unreadable=because)


def _because(version: str) -> str:
    return "" if version else "the bill of materials names no version"
