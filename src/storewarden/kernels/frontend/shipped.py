"""Compiles fingerprints of our own: how a library's file is called, and what it says of itself."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from storewarden.kernels.frontend.signs import Library, Sign, Where
from storewarden.kernels.purls.purl import purl

VERSION: Final = r"(?P<version>\d{1,4}\.\d{1,4}(?:\.\d{1,4}){0,2}(?:-(?:alpha|beta|rc)[.\d]{0,6})?)"
"""A version as front-end libraries write theirs."""

_END: Final = r"(?![\w.]*\d)"
_BUILD: Final = r"(?:[.-](?:slim|min|prod|production|esm|umd|global|bundle|packed|core))*"


def shipped(
    npm: str,
    stems: str,
    banners: Sequence[str] = (),
    code: Sequence[str] = (),
    hashes: Mapping[str, str] | None = None,
) -> Library:
    """Compile what is known of one library; what a file says counts before what it is called.

    Args:
        npm: its package.
        stems: how its file is called, without version and ``.js``: a regular expression.
        banners: what stands right before the version at the head of its file: regular
            expressions, tried in this order.
        code: the same further down, for builds without a banner; asked only of a file that is
            called like the library, because bundles hold versions of all sorts.
        hashes: see `Library`.
    """
    folder = rf"(?:/{stems}(?:\.js)?[@/-]v?|/(?:npm/)?{re.escape(npm)}@)"
    named = re.compile(rf"/{stems}[.-]v?{VERSION}{_BUILD}\.js$", re.IGNORECASE)
    foldered = re.compile(
        rf"{folder}{VERSION}/(?:[\w.-]+/){{0,3}}{stems}[\w.-]*\.js$", re.IGNORECASE
    )
    return Library(
        purl("npm", npm),
        (
            *(Sign("banner", Where.HEAD, (_before(one, re.IGNORECASE),)) for one in banners),
            *(Sign("code", Where.OWN, (_before(one),)) for one in code),
            Sign("address", Where.PATH, (named,)),
            Sign("address", Where.PATH, (foldered,)),
        ),
        hashes or {},
        re.compile(rf"/{stems}{_BUILD}(?:[.-][0-9a-f]{{8,40}})?{_BUILD}\.js$", re.IGNORECASE),
    )


def _before(words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(rf"{words}{VERSION}{_END}", flags)
