"""Turns OSV's words for ecosystems into package URLs, and distributions into their releases.

Source: OSV schema, "affected[].package" and its list of ecosystems.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from storewarden.kernels.purls.purl import purl
from storewarden.kernels.purls.releases import DEBIAN

_TYPES: Final[Mapping[str, str]] = {
    "crates.io": "cargo",
    "GitHub Actions": "githubactions",
    "Go": "golang",
    "Hex": "hex",
    "Maven": "maven",
    "npm": "npm",
    "NuGet": "nuget",
    "Packagist": "composer",
    "Pub": "pub",
    "PyPI": "pypi",
    "RubyGems": "gem",
    "WordPress": "wordpress",
}
_DISTRIBUTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "Alpine": ("apk", "alpine"),
    "Debian": ("deb", "debian"),
    "Ubuntu": ("deb", "ubuntu"),
}

_DRUPAL_7: Final = "packages.drupal.org/7"
"""Its modules count as Drupal 7 did; nobody can compare them with today's."""


class Place(NamedTuple):
    """A package, and of a distribution its release (``debian-12``); else empty."""

    purl: str
    release: str


@lru_cache(maxsize=65_536)
def place(ecosystem: str, name: str) -> Place | None:
    """Return where OSV's package belongs; None for an ecosystem that nobody here runs.

    ``Packagist:https://packages.drupal.org/8`` is Composer; ``Debian:12`` is release
    ``debian-12``; ``Ubuntu:Pro:22.04:LTS`` is ``ubuntu-22.04``; ``Alpine:v3.20`` is
    ``alpine-3.20``. Raises `ValueError` for a package without a name.
    """
    word, _, rest = ecosystem.partition(":")
    if word in _DISTRIBUTIONS:
        kind, who = _DISTRIBUTIONS[word]
        return Place(purl(kind, who, name), _release(who, rest))
    if word not in _TYPES or rest.endswith(_DRUPAL_7):
        return None
    path = name.replace(":", "/") if word == "Maven" else name
    return Place(purl(_TYPES[word], path), "")


def _release(who: str, rest: str) -> str:
    """What names a release that we do not know is of that release alone, not of every one."""
    if not rest:
        return ""
    named = next(
        (part for part in rest.split(":") if part[:1].isdigit() or part[1:2].isdigit()), ""
    )
    number = named.removeprefix("v") or DEBIAN.get(rest.lower(), rest.lower())
    return f"{who}-{number}"
