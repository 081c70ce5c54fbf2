"""Turns what a bill says of a component into ours: the source package, its release, its version."""

from dataclasses import dataclass
from typing import Final

from storewarden.core.inventory import Component
from storewarden.kernels.purls.purl import Read, purl, read

_LONGEST: Final = 200
"""Letters of a name without a package URL."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One component as a bill lists it; ``purl`` is empty or hostile text."""

    name: str
    version: str
    purl: str


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
    version = version or known.version or listed.version
    who = known.path[-2] if len(known.path) > 1 else ""
    return Component(
        purl(known.kind, who, source or binary),
        version,
        path,
        release=_release(who, known.qualifiers.get("distro", "")),
        unreadable=_because(version),
        binary=(binary,),
    )


def _release(who: str, distro: str) -> str:
    """``debian-12`` as it is; ``alpine-3.20.1`` is of ``alpine-3.20``; names of releases stay."""
    if not distro or distro.startswith(f"{who}-"):
        name, _, number = distro.partition("-")
        short = ".".join(number.split(".")[:2]) if name == "alpine" else number
        return f"{name}-{short}" if number else distro
    return f"{who}-{distro}" if distro[:1].isdigit() else distro


def _nameless(listed: Listed, path: str) -> Component:
    name = listed.name[:_LONGEST].strip("/ ") or "nameless"
    because = _because(listed.version)
    return Component(purl("generic", name), listed.version, path, unreadable=because)


def _because(version: str) -> str:
    return "" if version else "the bill of materials names no version"
