"""Finds by package URL how the versions of a package sort."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from typing import Any, Final

from storewarden.kernels.versions import (
    apart,
    composer,
    debian,
    lettered,
    npm,
    php,
    pypi,
    ruby,
    wordpress,
)

LONGEST: Final = 256
"""Characters of the longest version that is read; no publisher comes near it."""


@dataclass(frozen=True, slots=True, eq=False)  # asked by identity: millions of times a load
class Scheme:
    """How the versions of one kind of package sort; exactly one of ``read`` and ``apart`` is set.

    Attributes:
        name: for messages: ``Composer``.
        read: version -> bytes that sort as the versions do; raises `ValueError`.
        apart: compares two versions where no bytes can: -1, 0, 1; raises `ValueError`.
        before: key of a release -> the key that comes first among its pre-releases, where
            publishers count these as affected even when they name the last release before.
    """

    name: str
    read: Callable[[str], bytes] | None = None
    apart: Callable[[str, str], int] | None = None
    before: Callable[[bytes], bytes] | None = None

    @lru_cache(maxsize=262_144)  # noqa: B019 - schemes are few and live as long as the program
    def key(self, version: str) -> bytes:
        """Return bytes that sort as this scheme's versions do; ``b""`` when it compares apart.

        Raises `ValueError`, with the version and the reason, for what cannot be read.
        """
        if not version:
            raise ValueError("there is no version")
        if len(version) > LONGEST:
            raise ValueError(f"a version of more than {LONGEST} characters cannot be read")
        try:
            if self.read is not None:
                return self.read(version)
            if self.apart is not None:
                self.apart(version, version)
        except ValueError as odd:
            raise ValueError(f"{version!r} {_reason(self, odd)}") from None
        return b""

    def place(self, version: str) -> Any:  # noqa: ANN401 - bytes, or what only knows its order
        """Return what sorts among its like, in every scheme; raises `ValueError` as `key` does."""
        key = self.key(version)
        return key if self.apart is None else cmp_to_key(self.apart)(version)

    def compare(self, one: str, other: str) -> int:
        """Return -1, 0 or 1; raises `ValueError` when either cannot be read."""
        left, right = self.place(one), self.place(other)
        return int(left > right) - int(left < right)


_SEMANTIC: Final = Scheme("semantic versioning", npm.key)
_COMPOSER: Final = Scheme("Composer", composer.key)
_GENERIC: Final = Scheme("PHP", php.key)
_LETTERED: Final = Scheme("numbers and letters", lettered.key)
_BY_TYPE: Final[Mapping[str, Scheme]] = {
    "pkg:apk": Scheme("Alpine", apart=apart.alpine),
    "pkg:cargo": _SEMANTIC,
    "pkg:composer": _COMPOSER,
    "pkg:deb": Scheme("Debian", debian.key),
    "pkg:gem": Scheme("RubyGems", ruby.key),
    "pkg:generic": _GENERIC,
    "pkg:githubactions": _SEMANTIC,
    "pkg:golang": _SEMANTIC,
    "pkg:hex": _SEMANTIC,
    "pkg:maven": Scheme("Maven", apart=apart.maven),
    "pkg:npm": Scheme("npm", npm.key),
    "pkg:pub": _SEMANTIC,
    "pkg:pypi": Scheme("PyPI", pypi.key),
    "pkg:wordpress": Scheme("WordPress", wordpress.key, before=wordpress.first_before),
}
_BY_LETTERS: Final = frozenset(
    {"pkg:generic/openssl", "pkg:generic/proftpd", "pkg:generic/zen-cart"}
)
"""Products without an ecosystem that mend 1.5.7 by 1.5.7a."""

_DRUPAL: Final = Scheme("Composer", composer.drupal_key)


def scheme_of(purl: str) -> Scheme:
    """Return how the versions of this package sort; raises `ValueError` when nobody knows."""
    kind = purl.partition("/")[0]
    scheme = _BY_TYPE.get(kind)
    if scheme is None:
        named = kind.removeprefix("pkg:")
        raise ValueError(f"nobody knows how versions of {named[:LONGEST]!r} sort")
    if scheme is _COMPOSER and purl.startswith("pkg:composer/drupal/"):
        return _DRUPAL
    if scheme is _GENERIC and purl in _BY_LETTERS:
        return _LETTERED
    return scheme


def newest(purl: str, versions: Sequence[str]) -> str:
    """Return the newest of at least one version of a package; the last where one is unreadable."""
    try:
        return max(versions, key=scheme_of(purl).place)
    except ValueError:
        return versions[-1]


def _reason(scheme: Scheme, odd: ValueError) -> str:
    """Our own words start in lower case; a library's are replaced."""
    said = str(odd)
    return said if said.startswith(("is ", "names ")) else f"is not a version of {scheme.name}"
