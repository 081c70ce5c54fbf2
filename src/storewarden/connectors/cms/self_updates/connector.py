"""Tells whether the content system in a code tree may install its own security releases.

WordPress: constants of ``wp-config.php`` (``AUTOMATIC_UPDATER_DISABLED``, ``DISALLOW_FILE_MODS``,
``WP_AUTO_UPDATE_CORE``); without them security releases install themselves (WordPress, "Upgrading
WordPress: Configuring automatic background updates"). The file is read as text and never run.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree
from storewarden.facts.hosts import SelfUpdates

_LARGEST: Final = 1_000_000
_COMMENTS: Final = re.compile(r"/\*.*?\*/|(?m:(?:^|\s)(?:#|//)[^\n]*)", re.DOTALL)
_CONSTANT: Final = re.compile(
    r"""\bdefine\s*\(\s*['"](?P<name>AUTOMATIC_UPDATER_DISABLED|DISALLOW_FILE_MODS|"""
    r"""WP_AUTO_UPDATE_CORE)['"]\s*,\s*(?P<value>[^)]{1,40}?)\s*\)""",
    re.IGNORECASE,
)
_FORBIDS: Final = ("AUTOMATIC_UPDATER_DISABLED", "DISALLOW_FILE_MODS")
_NO: Final = frozenset({"false", "0", "null", "''", '""'})


def gather(tree: CodeTree, _access: Access) -> Iterator[SelfUpdates]:
    """Tell it for WordPress; other systems cannot update themselves from a code tree."""
    if not (tree.path / "wp-includes" / "version.php").is_file():
        return
    for place in (tree.path / "wp-config.php", tree.path.parent / "wp-config.php"):
        if place.is_file():
            yield _told(_text(place), place.name)
            return
    raise Unreachable(f"{tree.id} has no wp-config.php, so its settings are not known")


def _text(place: Path) -> str:
    if place.stat().st_size > _LARGEST:
        raise Unreachable(f"{place.name} is larger than {_LARGEST} bytes; it was not read")
    return _COMMENTS.sub(" ", place.read_text("utf-8", "replace"))


def _told(text: str, name: str) -> SelfUpdates:
    said = {found["name"].upper(): found["value"].lower() for found in _CONSTANT.finditer(text)}
    for constant in _FORBIDS:
        if said.get(constant, "false") not in _NO:
            return SelfUpdates("WordPress", on=False, because=f"{constant} is on in {name}")
    if said.get("WP_AUTO_UPDATE_CORE", "true") in _NO:
        because = f"WP_AUTO_UPDATE_CORE is off in {name}"
        return SelfUpdates("WordPress", on=False, because=because)
    return SelfUpdates("WordPress", on=True, because=f"nothing in {name} forbids it")


CONNECTOR = Connector(reads=CodeTree, gives=(SelfUpdates,), gather=gather)
