"""Orders versions by Semantic Versioning 2.0.0, section 11: npm, Go, Rust, and others.

Read as loosely as npm does (``v1.2.3``, ``1.2.3beta``); missing parts count as zero, and build
words do not count. Go's pseudo-versions are pre-releases and need nothing of their own.
"""

import re
from typing import Final

from storewarden.kernels.versions.marks import number

_VERSION: Final = re.compile(
    r"[v=\s]*(\d+)(?:\.(\d+)(?:\.(\d+))?)?(?:-?((?<=-)[0-9a-z-]+(?:\.[0-9a-z-]+)*"
    r"|[a-z-][0-9a-z-]*(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?",
    re.IGNORECASE | re.ASCII,
)
_END: Final = b"\x00"
_NUMBER: Final = b"\x01"
_WORD: Final = b"\x02"
_RELEASE: Final = b"\xff"


def key(version: str) -> bytes:
    """Return bytes that sort as npm sorts.

    Raises `ValueError` for anything else: an address, a range, four numbers.
    """
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a semantic version")
    numbers = b"".join(number(int(part or 0)) for part in found.group(1, 2, 3))
    if found[4] is None:
        return numbers + _RELEASE
    return numbers + b"".join(_part(word) for word in found[4].split(".")) + _END


def _part(word: str) -> bytes:
    if word.isdecimal():
        return _NUMBER + number(int(word))
    return _WORD + word.encode("ascii") + _END
