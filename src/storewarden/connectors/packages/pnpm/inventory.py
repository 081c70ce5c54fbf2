"""Tells the packages of ``pnpm-lock.yaml`` in its forms 5, 6 and 9.

Only the keys below ``packages:`` are read, line by line: ``/name/1.0.0_peer`` (5),
``/name@1.0.0(peer)`` (6), ``name@1.0.0`` (9). Source: pnpm, "lockfile" (github.com/pnpm/spec).
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_KEY: Final = re.compile(r"""  ['"]?/?(@[^/'"]+/[^@/'"(]+|[^@/'"(]+)[@/]([^'"(_:]+)[^:]*['"]?:.*""")
_ELSEWHERE: Final = re.compile(
    r"""  ['"]?/?(?:file|link|https?|git)[:+@]|  ['"]?@?[^@]+@(?:file|link):"""
)


def read(found: Found) -> Iterator[Component]:
    """Tell each package with each of its versions."""
    inside = False
    for line in found.content().decode("utf-8").splitlines():
        if line[:1] not in {"", " ", "#"}:
            inside = line.rstrip() == "packages:"
        elif inside and line[:2] == "  " and line[2:3] not in {"", " "}:
            yield from _told(found, line)


def _told(found: Found, line: str) -> Iterator[Component]:
    if _ELSEWHERE.match(line):
        return
    if match := _KEY.fullmatch(line):
        yield Component(purl("npm", match[1]), match[2].strip(), found.path)
        return
    raise ValueError("a key below packages is none that is known")


INVENTORY = InventoryReader(finds=("pnpm-lock.yaml",), read=read, of_projects=True)
