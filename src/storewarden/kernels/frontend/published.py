"""Compiles fingerprints that others publish; they are hostile, so RE2 alone runs them.

Source of their form: retire.js, "jsrepository" (github.com/RetireJS/retire.js): regular
expressions in which ``§§version§§`` stands for a version.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import re2

from storewarden.kernels.frontend.signs import Library, Sign, Where

_VERSION_MARK: Final = "§§version§§"
_VERSION: Final = r"[0-9][0-9a-z._\-]*"
_LONGEST_PATTERN: Final = 2_000


def library(
    purl: str,
    *,
    uri: Iterable[str] = (),
    filename: Iterable[str] = (),
    content: Iterable[str] = (),
    hashes: Mapping[str, str] | None = None,
) -> Library:
    """Compile published fingerprints; patterns that cannot be run safely are left out."""
    signs = (
        Sign("banner", Where.TEXT, tuple(_compiled(content))),
        Sign("address", Where.PATH, tuple(_compiled(uri))),
        Sign("file name", Where.NAME, tuple(_compiled(filename))),
    )
    return Library(purl, tuple(sign for sign in signs if sign.patterns), hashes or {})


def _compiled(patterns: Iterable[str]) -> Iterator[Any]:
    options = re2.Options()
    options.log_errors = False
    for pattern in patterns:
        if _VERSION_MARK not in pattern or len(pattern) > _LONGEST_PATTERN:
            continue
        try:
            compiled = re2.compile(_rewritten(pattern), options=options)
        except re2.error:
            continue
        yield compiled


def _rewritten(pattern: str) -> str:
    """The version gets a group of its own name; where it stands twice, the first one counts."""
    group = f"(?P<version>{_VERSION})"
    for mark in (f"({_VERSION_MARK})", _VERSION_MARK):
        if mark in pattern:
            return pattern.replace(mark, group, 1).replace(_VERSION_MARK, _VERSION)
    return pattern
