"""Orders the versions of WordPress, its plugins and themes: PHP's order, zeros filled up.

WordPress itself compares by ``version_compare``, where 1.0 comes before 1.0.0; publishers write
both for the same release, so zeros at the end of the numbers do not count here.
"""

import re
from itertools import takewhile
from typing import Final

from storewarden.kernels.versions.php import END, parts, written

_VERSION: Final = re.compile(r"(?:v|ver|version)?[. ]?(\d++(?:[-._+ ]*+[0-9A-Za-z]++)*+)", re.ASCII)


def key(version: str) -> bytes:
    """Return bytes that sort so; raises `ValueError` for what starts with no number."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a version of WordPress")
    row = parts(found[1])
    numbers = list(takewhile(lambda part: isinstance(part, int), row))
    rest = row[len(numbers) :]
    while numbers and not numbers[-1]:
        numbers.pop()
    return written([*numbers, *rest])


def first_before(fixed: bytes) -> bytes:
    """Return the key that comes before every pre-release of a plain release, and after all else."""
    return fixed.removesuffix(END)
