"""Orders the versions of Debian and Ubuntu packages as dpkg does.

Epoch, then upstream version, then revision; in each, letters and numbers by turns: ``~`` before
the end, the end before letters, letters before everything else.

Source: deb-version(7).
"""

import re
from typing import Final

from storewarden.kernels.versions.marks import number

_VERSION: Final = re.compile(
    r"(?:(?P<epoch>\d+):)?(?P<upstream>\d[0-9A-Za-z.+~:-]*?)(?:-(?P<revision>[0-9A-Za-z.+~]+))?",
    re.ASCII,
)
_TURN: Final = re.compile(r"(\D*)(\d*)", re.ASCII)
_END: Final = b"\x02"
_LETTERS: Final = bytes(
    1 if code == ord("~") else code if chr(code).isalpha() else code | 0x80 for code in range(128)
) + bytes(128)


def key(version: str) -> bytes:
    """Return bytes that sort as dpkg sorts; raises `ValueError` for what deb-version(7) forbids."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a version of a Debian package")
    halves = _half(found["upstream"]) + _half(found["revision"] or "0")
    return number(int(found["epoch"] or 0)) + halves


def _half(text: str) -> bytes:
    turns = (_turn(*turn) for turn in _TURN.findall(text)[:-1])
    return b"".join(turns) + _END


def _turn(letters: str, digits: str) -> bytes:
    return letters.encode("ascii").translate(_LETTERS) + _END + number(int(digits or 0))
