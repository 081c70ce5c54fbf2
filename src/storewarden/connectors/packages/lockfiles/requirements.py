"""Parses pip's requirements files: one requirement a line, with options, addresses and comments.

Source: pip, "Requirements File Format" (pip.pypa.io/en/stable/reference/requirements-file-format).
"""

import re
from collections.abc import Iterator
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

from storewarden.connectors.packages.lockfiles.pins import Pin

_ECOSYSTEM: Final = "PyPI"
UNPINNED: Final = "is not pinned to one version"
_ELSEWHERE: Final = "comes from an address that names no version"
_UNREAD: Final = "is no requirement that can be read"
_CONTINUED: Final = re.compile(r"\\\r?\n")
_OPTION: Final = re.compile(r"\s(?:--[a-z]|-[a-z]\s).*", re.DOTALL)
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_EDITABLE: Final = re.compile(r"(?:-e|--editable)[\s=]+(.+)")
_EGG: Final = re.compile(r"[#&]egg=([A-Za-z0-9][\w.-]*)", re.ASCII)
_WHEEL: Final = re.compile(
    r"([A-Za-z0-9][\w.]*)-(\d[^-/]*)(?:-[^-/]+){3,4}\.whl(?:[?#]|$)", re.ASCII
)
_SOURCES: Final = re.compile(
    r"([A-Za-z0-9][\w.-]*?)-(\d[^-/]*)\.(?:tar\.gz|tar\.bz2|zip|tgz)(?:[?#]|$)", re.ASCII
)
_PLAIN: Final = re.compile(
    r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?\s*(?:={2,3}\s*([^\s,;]+)|[<>=!~;,].*)?",
    re.ASCII | re.DOTALL,
)


def requirements(content: bytes) -> Iterator[Pin]:
    """Yield a pin for each requirement; options, other files and own folders are left out."""
    text = _CONTINUED.sub(" ", content.decode("utf-8", "replace"))
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _COMMENT.sub("", raw).strip()
        if editable := _EDITABLE.fullmatch(line):
            if egg := _EGG.search(editable[1]):
                yield pin(egg[1], "", _ELSEWHERE)
        elif line and not line.startswith("-"):
            yield _required(_OPTION.sub("", line), number)


def pin(name: str, version: str, because: str = UNPINNED) -> Pin:
    """One package; ``because`` counts where there is no version."""
    return Pin(_ECOSYSTEM, name, version, "" if version else because)


def named_by(address: str) -> tuple[str, str]:
    """Name and version by the name of an archive; two empty texts when it says none."""
    found = _WHEEL.search(address) or _SOURCES.search(address)
    return (found[1], found[2]) if found else ("", "")


def _required(line: str, number: int) -> Pin:
    try:
        wanted = Requirement(line)
    except InvalidRequirement:
        return _odd(line, number)
    if wanted.url:
        return pin(wanted.name, named_by(wanted.url)[1], _ELSEWHERE)
    for rule in wanted.specifier:
        if rule.operator in {"==", "==="} and not rule.version.endswith(".*"):
            return pin(wanted.name, rule.version)
    return pin(wanted.name, "")


def _odd(line: str, number: int) -> Pin:
    """An address, or a requirement that pip would refuse: told by its name where it has one."""
    name, version = named_by(line.partition(" ")[0])
    if name:
        return pin(name, version)
    if egg := _EGG.search(line):
        return pin(egg[1], "", _ELSEWHERE)
    plain = _PLAIN.fullmatch(line)
    if plain:
        return pin(plain[1], plain[2] or "", _UNREAD)
    return pin(f"line {number}", "", _UNREAD)
