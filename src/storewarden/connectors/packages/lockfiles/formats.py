"""Knows a lock file by its name, and which parser reads it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import PurePath
from typing import Final

import msgspec

from storewarden.connectors.manifests import unmarked
from storewarden.connectors.packages.lockfiles.javascript import package_lock
from storewarden.connectors.packages.lockfiles.php import composer_lock, installed_json
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.connectors.packages.lockfiles.python import pipfile_lock, toml_lock
from storewarden.connectors.packages.lockfiles.requirements import requirements

Parser = Callable[[bytes], Iterator[Pin]]
_BY_NAME: Final[tuple[tuple[str, Parser], ...]] = (
    ("*requirements*.txt", requirements),
    ("requirements*.lock", requirements),
    ("poetry.lock", toml_lock),
    ("uv.lock", toml_lock),
    ("pdm.lock", toml_lock),
    ("pylock.toml", toml_lock),
    ("pylock.*.toml", toml_lock),
    ("pipfile.lock", pipfile_lock),
    ("package-lock.json", package_lock),
    ("npm-shrinkwrap.json", package_lock),
    ("composer.lock", composer_lock),
)


def parser_for(path: PurePath) -> Parser | None:
    """Find the parser for a file by its name; None when it is no lock file."""
    name = path.name.lower()
    if name == "installed.json":
        return installed_json if path.parent.name == "composer" else None
    if path.parent.name.lower() == "requirements" and name.endswith(".txt"):
        return requirements
    return next((parse for pattern, parse in _BY_NAME if fnmatch(name, pattern)), None)


def parsed(parse: Parser, content: bytes) -> Sequence[Pin]:
    """Parse one file; raises `ValueError` with the reason when it is broken."""
    try:
        return tuple(pin if pin.name else _nameless(pin) for pin in parse(unmarked(content)))
    except (msgspec.MsgspecError, RecursionError, ValueError) as broken:
        raise ValueError(f"is broken: {type(broken).__name__}") from broken


def _nameless(pin: Pin) -> Pin:
    return replace(pin, name="(no name)", version="", unreadable="has no name in the lock file")
