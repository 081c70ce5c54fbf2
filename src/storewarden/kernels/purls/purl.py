"""Makes and reads package URLs, normalised as each type demands.

Source: the package URL specification (github.com/package-url/purl-spec). Versions, qualifiers
and subpaths never stay in a purl here: they stand beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote

_PLAIN: Final = re.compile(r"[A-Za-z0-9._~:-]+", re.ASCII)
_RUNS: Final = re.compile(r"[-_.]+")
_LOWER: Final = frozenset(
    {"alpm", "apk", "bitbucket", "composer", "deb", "generic", "github", "golang", "hex"}
    | {"npm", "pub", "pypi", "rpm", "wordpress"}
)
_WITH_VENDOR: Final = frozenset({"composer", "golang", "maven", "npm"})
_TYPE: Final = re.compile(r"[a-z][a-z0-9.+-]*", re.ASCII)
_LONGEST: Final = 1024


@dataclass(frozen=True, slots=True)
class Read:
    """A package URL taken apart.

    Attributes:
        purl: without version, qualifiers and subpath, normalised.
        version: empty when it names none.
        qualifiers: ``distro``, ``upstream``, ``arch`` ...; keys in lower case.
    """

    purl: str
    version: str = ""
    qualifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its type: ``composer``, ``deb``."""
        return self.purl.removeprefix("pkg:").partition("/")[0]

    @property
    def path(self) -> tuple[str, ...]:
        """Namespace and name, unquoted: ``("magento", "product-community-edition")``."""
        return tuple(unquote(part) for part in self.purl.split("/")[1:])


@lru_cache(maxsize=65_536)
def purl(kind: str, *path: str) -> str:
    """Write the package URL of a type, its namespace and name; parts with slashes count as more.

    >>> purl("npm", "@angular/core")
    'pkg:npm/%40angular/core'
    >>> purl("pypi", "Zope_Interface")
    'pkg:pypi/zope-interface'

    Raises `ValueError` when there is no name, or more than 1,024 characters of it.
    """
    whole = "/".join(path).strip("/")
    if not whole or len(whole) > _LONGEST:
        raise ValueError("a package without a name, or with an endless one, has no package URL")
    kind = kind.lower()
    named = _RUNS.sub("-", whole) if kind == "pypi" else whole
    named = named.lower() if kind in _LOWER else named
    return f"pkg:{kind}/" + "/".join(map(_quoted, filter(None, named.split("/"))))


def read(text: str) -> Read:
    """Take a package URL apart; raises `ValueError` when it is none."""
    scheme, _, rest = text.strip().partition(":")
    if scheme.lower() != "pkg" or len(text) > 4 * _LONGEST:
        raise ValueError("is no package URL")
    rest, _, qualified = rest.partition("#")[0].partition("?")
    kind, _, path = rest.strip("/").partition("/")
    path, version = _versioned(path)
    if not _TYPE.fullmatch(kind.lower()):
        raise ValueError("is no package URL: its type cannot be read")
    return Read(
        purl(kind, *(unquote(part) for part in path.split("/"))),
        unquote(version),
        dict(_qualifiers(qualified)),
    )


def title(text: str) -> str:
    """Return how people call a package: ``magento/module-catalog``, ``@angular/core``, ``openssl``.

    A package URL that cannot be read is shown as it is.
    """
    try:
        found = read(text)
    except ValueError:
        return text
    return "/".join(found.path) if found.kind in _WITH_VENDOR else found.path[-1]


def _versioned(path: str) -> tuple[str, str]:
    """Part at the last ``@``, unless it opens an npm scope that was not written as ``%40``."""
    name, at, version = path.rpartition("@")
    if not at or not name or name.endswith("/") or "/" in version:
        return path, ""
    return name, version


def _qualifiers(text: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split("&") if part)
    return [(name.lower(), unquote(value)) for name, _, value in pairs]


def _quoted(part: str) -> str:
    return part if _PLAIN.fullmatch(part) else quote(part, safe=":")
