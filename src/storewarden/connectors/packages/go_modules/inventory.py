"""Tells the modules of a Go program.

Since Go 1.17 ``go.mod`` names every module that is built, with its version. An older one names only
what is needed directly; then ``go.sum`` tells: of each module the sums of whole trees (the lines
without ``/go.mod``). Source: Go Modules Reference, "go.mod files" and "go.sum files".
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from storewarden.connectors.manifests import text_of
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_WHOLE: Final = (1, 17)
_GO: Final = re.compile(r"^go (\d+)\.(\d+)", re.MULTILINE)
_REQUIRED: Final = re.compile(r"\s*(?:require\s+)?(\S+\.\S+/?\S*|\S+/\S+) v([0-9]\S*)(?:\s*//.*)?")
_SUM: Final = re.compile(r"(\S+) v([0-9][^\s/]*) h1:\S+")
_BLOCKS: Final = re.compile(r"^(?:replace|exclude|retract)\s*(?:\([^)]*\)|[^\n(]*)", re.MULTILINE)

_REPLACED: Final = re.compile(
    r"^[ \t]*(?:replace[ \t]+)?(\S+)(?:[ \t]+v(\S+))?[ \t]+=>[ \t]+(\S+)(?:[ \t]+v(\S+))?",
    re.MULTILINE,
)


def read(found: Found) -> Iterator[Component]:
    """Tell each module that is built in."""
    text = text_of(found.content())
    if found.name.lower() == "go.sum":
        if _is_whole(_beside(found)):
            return
        pairs = [(match[1], match[2]) for line in text.splitlines() if (match := _SUM.match(line))]
    elif _is_whole(text) or not found.tree.has(found.beside("go.sum")):
        lines = _BLOCKS.sub("", text).splitlines()
        asked = [(m[1], m[2]) for line in lines if (m := _REQUIRED.fullmatch(line))]
        pairs = list(_replaced(asked, text))
    else:
        return
    for module, version in pairs:
        yield Component(purl("golang", module), version, found.path)


def _replaced(asked: Iterable[tuple[str, str]], text: str) -> Iterator[tuple[str, str]]:
    """What is built in place of what was asked for; own folders in its place are left out."""
    instead = {(m[1], m[2] or ""): (m[3], m[4] or "") for m in _REPLACED.finditer(text)}
    for module, version in asked:
        new = instead.get((module, version)) or instead.get((module, ""))
        if new is None:
            yield module, version
        elif new[1]:
            yield new


def _beside(found: Found) -> str:
    there = found.tree.has(found.beside("go.mod"))
    return found.tree.read(found.beside("go.mod")).decode("utf-8", "replace") if there else ""


def _is_whole(text: str) -> bool:
    said = _GO.search(text)
    return said is not None and (int(said[1]), int(said[2])) >= _WHOLE


INVENTORY = InventoryReader(finds=("go.sum", "go.mod"), read=read, of_projects=True)
