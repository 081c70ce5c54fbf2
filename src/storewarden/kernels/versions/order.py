"""Finds the rules of an ecosystem by OSV's word for it; the first lists still ask so."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from storewarden.kernels.versions.schemes import scheme_of

_PURLS: Final[Mapping[str, str]] = {"PyPI": "pypi", "npm": "npm", "Packagist": "composer"}
Ordered = bytes


def key(ecosystem: str, version: str) -> Ordered:
    """Return a value that sorts as that ecosystem sorts; keys of two ecosystems never mix.

    Raises `ValueError` when the version cannot be read, or nobody knows the ecosystem's rules.
    """
    if ecosystem not in _PURLS:
        raise ValueError(f"nobody knows how versions of {ecosystem[:256]} sort")
    return scheme_of(f"pkg:{_PURLS[ecosystem]}/any").key(version)


def newest(ecosystem: str, versions: Iterable[str]) -> str:
    """Return the newest of at least one version; raises `ValueError` as `key` does."""
    return max(versions, key=lambda version: key(ecosystem, version))


def same_name(ecosystem: str, name: str) -> str:
    """Return the one way to write a package's name: PyPI by PEP 503, Packagist in lower case."""
    if ecosystem == "PyPI":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if ecosystem == "Packagist" else name
