"""Parses what Python's package tools write: pip, Poetry, uv, Pipenv and PEP 751."""

import re
import tomllib
from collections.abc import Iterator
from typing import Final

import msgspec
from packaging.requirements import InvalidRequirement, Requirement

from storewarden.connectors.packages.lockfiles.pins import Pin

_ECOSYSTEM: Final = "PyPI"
_UNPINNED: Final = "is not pinned to one version"
_OPTION: Final = re.compile(r"\s(?:--[a-z]|-[a-z]\s).*", re.DOTALL)
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_OURS: Final = ("virtual", "editable", "directory", "workspace")


class _Locked(msgspec.Struct):
    name: str
    version: str | None = None
    source: dict[str, object] | None = None


class _Toml(msgspec.Struct):
    package: list[_Locked] | None = None
    packages: list[_Locked] | None = None


class _Held(msgspec.Struct):
    version: str | None = None


class _Pipfile(msgspec.Struct):
    default: dict[str, _Held] = {}
    develop: dict[str, _Held] = {}


def requirements(content: bytes) -> Iterator[Pin]:
    """Yield a pin for each requirement; options, other files and addresses are left out."""
    text = content.decode("utf-8").replace("\\\r\n", " ").replace("\\\n", " ")
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _OPTION.sub("", _COMMENT.sub("", raw)).strip()
        if line and not line.startswith("-"):
            yield _required(line, number)


def toml_lock(content: bytes) -> Iterator[Pin]:
    """Yield the pins of poetry.lock, uv.lock or pylock.toml; the project itself is left out."""
    lock = msgspec.convert(tomllib.loads(content.decode("utf-8")), _Toml)
    for entry in lock.package or lock.packages or ():
        if not any(kind in (entry.source or ()) for kind in _OURS):
            yield _pin(entry.name, entry.version or "")


def pipfile_lock(content: bytes) -> Iterator[Pin]:
    """Yield the pins of Pipfile.lock."""
    lock = msgspec.json.decode(content, type=_Pipfile)
    for name, held in (*lock.default.items(), *lock.develop.items()):
        yield _pin(name, (held.version or "").removeprefix("=="))


def _pin(name: str, version: str) -> Pin:
    return Pin(_ECOSYSTEM, name, version, "" if version else _UNPINNED)


def _required(line: str, number: int) -> Pin:
    try:
        wanted = Requirement(line)
    except InvalidRequirement:
        return Pin(_ECOSYSTEM, f"line {number}", "", "is no requirement that can be read")
    for rule in wanted.specifier:
        if rule.operator in {"==", "==="} and not rule.version.endswith(".*"):
            return _pin(wanted.name, rule.version)
    return _pin(wanted.name, "")
