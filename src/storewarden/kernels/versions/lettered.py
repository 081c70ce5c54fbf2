"""Orders versions of products that count their repairs by letters: 1.1.1 < 1.1.1a < 1.1.1k.

OpenSSL up to 1.1.1, Zen Cart and ProFTPD do; after ``z`` comes ``za``. PHP's order, which all
other products without an ecosystem follow, would take the letter for a pre-release. Everything
else of a version is read as PHP reads it: ``1.1.1-pre2`` and ``1.3.6rc1`` come before their
release, and ``1.1.1b-dev`` between 1.1.1a and 1.1.1b. How it was built (``-fips``, ``+quic``)
does not count.

Source: openssl-library.org/policies/releasestrat ("letter releases").
"""

import re
from typing import Final

from storewarden.kernels.versions.php import END, parts, written

_VERSION: Final = re.compile(
    r"v?(?P<numbers>\d+(?:\.\d+)*)(?P<letters>(?!rc|pl)[a-z]{1,2}(?![0-9A-Za-z]))?"
    r"(?P<rest>(?:[-._]?[0-9A-Za-z]+)*)",
    re.ASCII | re.IGNORECASE,
)
_BUILT: Final = re.compile(r"(?:-fips\b|\+).*$", re.ASCII | re.IGNORECASE)
_LETTERS: Final = b"\x08"


def key(version: str) -> bytes:
    """Return bytes that sort so; raises `ValueError` for what starts with no number."""
    found = _VERSION.fullmatch(_BUILT.sub("", version.strip()))
    if found is None:
        raise ValueError("is not a version of numbers and letters")
    letters = (found["letters"] or "").lower().encode("ascii")
    numbers = written(parts(found["numbers"])).removesuffix(END)
    return (
        numbers
        + (_LETTERS + letters if letters else b"")
        + written(map(_as_php, parts(found["rest"])))
    )


def _as_php(part: int | str) -> int | str:
    """OpenSSL's ``pre`` is what others call beta; PHP would take it for a patch, as it does p."""
    return "beta" if isinstance(part, str) and part.lower() == "pre" else part
