"""Reads marks of a platform in a code tree: bounded, inside the tree only, nothing is run.

Shared by the recognisers. Whatever is missing, too large, no file, or a link out of the tree
reads as empty text: then the mark is not there.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

LARGEST: Final = 8_000_000
"""Bytes that are read of one file at the most; a lock file of a large shop has 2 MB."""

_MOST_FILES: Final = 20
_VERSION: Final = re.compile(r"v?([0-9][0-9A-Za-z.+_-]{0,40})")
_INSTALLED: Final = ("", ".venv/", "venv/", "env/")
_LOCKS: Final = ("uv.lock", "poetry.lock", "pdm.lock")
_SETTINGS: Final = ("settings.py", "*/settings.py", "*/settings/*.py", "*/*/settings/*.py")
_NAMED: Final = ("requirements*.txt", "requirements*.in", "requirements/*.txt")


class _Package(msgspec.Struct, frozen=True):
    name: str = ""
    version: str = ""


class _Lock(msgspec.Struct, frozen=True):
    packages: list[_Package] = []


class _Wanted(msgspec.Struct, frozen=True):
    name: str = ""
    version: str = ""
    require: dict[str, str] = {}


class _Project(msgspec.Struct, frozen=True):
    dependencies: list[str] = []
    optional: dict[str, list[str]] = msgspec.field(default={}, name="optional-dependencies")


class _Poetry(msgspec.Struct, frozen=True):
    dependencies: dict[str, object] = {}


class _Tool(msgspec.Struct, frozen=True):
    poetry: _Poetry = _Poetry()


class _PyProject(msgspec.Struct, frozen=True):
    project: _Project = _Project()
    groups: dict[str, list[object]] = msgspec.field(default={}, name="dependency-groups")
    tool: _Tool = _Tool()


def text_of(tree: Path, name: str) -> str:
    """The text of a file of the tree; empty when there is none, or not inside the tree."""
    path = tree / name
    try:
        inside = path.resolve().is_relative_to(tree.resolve())
        if not inside or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        return path.read_text("utf-8", errors="replace")
    except (OSError, RuntimeError, ValueError):
        return ""  # unreadable, a ring of links, a name that no file has: no mark


def has(tree: Path, *names: str) -> bool:
    """Do all these files and folders stand in the tree?"""
    return all(_stands(tree, name) for name in names)


def found(pattern: str, text: str) -> str:
    """The version that the pattern's first group catches; empty when it catches none."""
    match = re.search(pattern, text, re.MULTILINE)
    return clean(match.group(1)) if match else ""


def clean(version: str) -> str:
    """A version fit to be shown: without a leading v; empty when it is none."""
    match = _VERSION.fullmatch(version.strip())
    return match.group(1) if match else ""


def composer_package(tree: Path, *names: str) -> str | None:
    """The version of the first of these packages that Composer locked or installed.

    Empty when it is only asked for; None when none of them is there.
    """
    for lock in ("composer.lock", "vendor/composer/installed.json"):
        locked = {package.name: package.version for package in _composer_lock(tree, lock)}
        for name in names:
            if name in locked:
                return clean(locked[name])
    wanted = _composer_wanted(tree)
    if wanted.name in names:
        return clean(wanted.version)
    return "" if set(names) & set(wanted.require) else None


def python_package(tree: Path, name: str) -> str | None:
    """The version of a Python package that is installed in the tree, locked or pinned there.

    Empty when it is only asked for; None when it is not there.
    """
    sources = (_installed(tree, name), _locked(tree, name), _pinned(tree, name))
    known = [version for source in sources for version in source]
    return next((version for version in known if version), "" if known else None)


def django_app(tree: Path, *apps: str) -> bool:
    """Do the settings of this Django project install all these apps, one a line?"""
    if not has(tree, "manage.py"):
        return False
    texts = [
        text_of(tree, str(path.relative_to(tree)))
        for pattern in _SETTINGS
        for path in _glob(tree, pattern)
    ]
    lines = [
        re.compile(rf"""^[ \t]*["']{re.escape(app)}["'],?[ \t]*$""", re.MULTILINE) for app in apps
    ]
    return any(all(line.search(text) for line in lines) for text in texts)


def _stands(tree: Path, name: str) -> bool:
    try:
        return (tree / name).exists() and (tree / name).resolve().is_relative_to(tree.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _composer_lock(tree: Path, name: str) -> list[_Package]:
    try:
        return msgspec.json.decode(text_of(tree, name) or "{}", type=_Lock).packages
    except (msgspec.MsgspecError, RecursionError):
        return []


def _composer_wanted(tree: Path) -> _Wanted:
    try:
        return msgspec.json.decode(text_of(tree, "composer.json") or "{}", type=_Wanted)
    except (msgspec.MsgspecError, RecursionError):
        return _Wanted()


def _installed(tree: Path, name: str) -> Iterator[str]:
    plain = name.replace("-", "_")
    for home in _INSTALLED:
        for found_there in _glob(tree, f"{home}lib/python3*/site-packages/{plain}-*.dist-info"):
            yield clean(found_there.name.removesuffix(".dist-info").removeprefix(f"{plain}-"))


def _locked(tree: Path, name: str) -> Iterator[str]:
    package = _spelled(name)
    for lock in _LOCKS:
        text = text_of(tree, lock)
        match = re.search(rf'^name = "{package}"\nversion = "([^"\n]*)"', text, re.MULTILINE)
        if match:
            yield clean(match.group(1))
    text = text_of(tree, "Pipfile.lock")
    match = re.search(rf'"{package}": \{{[^{{}}]*"version": "==([^"]*)"', text)
    if match:
        yield clean(match.group(1))


def _pinned(tree: Path, name: str) -> Iterator[str]:
    line = re.compile(
        rf"[ \t]*{_spelled(name)}(?:\[[^\]]*\])?(?![\w.-])[ \t]*(?:===?[ \t]*([\w.!+-]+))?",
        re.IGNORECASE,
    )
    for demand in _demands(tree):
        if match := line.match(demand):
            yield clean(match.group(1) or "")


def _demands(tree: Path) -> Iterator[str]:
    for pattern in _NAMED:
        for path in _glob(tree, pattern):
            yield from text_of(tree, str(path.relative_to(tree))).splitlines()
    try:
        wanted = msgspec.toml.decode(text_of(tree, "pyproject.toml"), type=_PyProject)
    except (msgspec.MsgspecError, RecursionError):
        return
    yield from wanted.project.dependencies
    for extra in wanted.project.optional.values():
        yield from extra
    for group in wanted.groups.values():
        yield from (demand for demand in group if isinstance(demand, str))
    yield from wanted.tool.poetry.dependencies


def _glob(tree: Path, pattern: str) -> list[Path]:
    try:
        return sorted(islice(tree.glob(pattern), _MOST_FILES))
    except OSError:
        return []


def _spelled(name: str) -> str:
    return "[-_.]".join(re.escape(part) for part in name.split("-"))
