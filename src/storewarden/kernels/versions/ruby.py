"""Orders the versions of Ruby's packages as ``Gem::Version`` does.

Numbers and words by turns; a word comes before the end of the version, the end before a number;
zeros before the first word, and at the very end, do not count; a dash starts a pre-release.

Source: docs.ruby-lang.org/en/master/Gem/Version.html.
"""

import re
from itertools import takewhile
from typing import Final

from storewarden.kernels.versions.marks import number

_VERSION: Final = re.compile(
    r"v?(\d+(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?)", re.IGNORECASE | re.ASCII
)
_PART: Final = re.compile(r"\d+|[a-z]+", re.IGNORECASE | re.ASCII)
_WORD: Final = b"\x01"
_END: Final = b"\x02"
_NUMBER: Final = b"\x03"


def key(version: str) -> bytes:
    """Return bytes that sort as RubyGems sorts; raises `ValueError` for a malformed version."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a version of RubyGems")
    row = _PART.findall(found[1].replace("-", ".pre."))
    front = list(takewhile(str.isdecimal, row))
    marks = (_mark(part) for part in (*_trimmed(front), *_trimmed(row[len(front) :])))
    return b"".join(marks) + _END


def _trimmed(row: list[str]) -> list[str]:
    length = len(row)
    while length and row[length - 1].isdecimal() and not int(row[length - 1]):
        length -= 1
    return row[:length]


def _mark(part: str) -> bytes:
    if part.isdecimal():
        return _NUMBER + number(int(part))
    return _WORD + part.encode("ascii") + b"\x00"
