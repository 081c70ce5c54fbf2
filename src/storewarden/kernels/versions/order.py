"""Finds the rules of an ecosystem: how its versions sort, and when two names mean one package."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Protocol

from packaging.version import Version

from storewarden.kernels.versions import composer, npm


class Ordered(Protocol):
    """Anything that sorts among its like."""

    def __lt__(self, other: Any, /) -> bool:  # noqa: ANN401 - only its like are ever compared
        """Say whether this one comes first."""
        ...


_KEYS: Final[Mapping[str, Callable[[str], Ordered]]] = {
    "PyPI": Version,
    "npm": npm.key,
    "Packagist": composer.key,
}
_LONGEST: Final = 256


@lru_cache(maxsize=262_144)
def key(ecosystem: str, version: str) -> Ordered:
    """Return a value that sorts as that ecosystem sorts; keys of two ecosystems never mix.

    Raises `ValueError` when the version cannot be read, or nobody knows the ecosystem's rules.
    """
    rules = _KEYS.get(ecosystem)
    if rules is None:
        raise ValueError(f"nobody knows how versions of {ecosystem[:_LONGEST]} sort")
    if len(version) > _LONGEST:
        raise ValueError("a version of more than 256 characters cannot be read")
    try:
        return rules(version)
    except ValueError:
        raise ValueError(f"{version!r} is not a version of {ecosystem}") from None


def newest(ecosystem: str, versions: Iterable[str]) -> str:
    """Return the newest of at least one version; raises `ValueError` as `key` does."""
    return max(versions, key=lambda version: _Reversible(key(ecosystem, version)))


def same_name(ecosystem: str, name: str) -> str:
    """Return the one way to write a package's name: PyPI by PEP 503, Packagist in lower case."""
    if ecosystem == "PyPI":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if ecosystem == "Packagist" else name


class _Reversible:
    """Gives ``max`` the ``>`` that it asks for, out of the ``<`` that every key has."""

    __slots__ = ("key",)

    def __init__(self, key: Ordered) -> None:
        self.key = key

    def __gt__(self, other: "_Reversible") -> bool:
        return other.key < self.key
