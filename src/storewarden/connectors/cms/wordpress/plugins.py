"""Tells WordPress's plugins: folders, single files, must-use ones and drop-ins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.connectors.cms.wordpress.content import is_certain, is_likely
from storewarden.connectors.cms.wordpress.heads import MOST, head_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, Tree
from storewarden.kernels.purls.purl import purl

_DROP_INS: Final = (
    "advanced-cache.php",
    "blog-deleted.php",
    "blog-inactive.php",
    "blog-suspended.php",
    "db-error.php",
    "db.php",
    "fatal-error-handler.php",
    "install.php",
    "maintenance.php",
    "object-cache.php",
    "php-error.php",
    "sunrise.php",
)
_OTHER_NAMES: Final = {"hello": "hello-dolly"}
"""Single files whose name in the plugin directory is another: ``hello.php`` came with WordPress."""

_HOME: Final = re.compile(r"^https?://(?:[a-z-]+\.)?wordpress\.org/plugins/([\w-]+)", re.IGNORECASE)
_HEADLESS: Final = "no PHP file in it has the head of a plugin"


@dataclass(frozen=True, slots=True)
class _Head:
    """What one PHP file says of its plugin; ``because`` says why it could not be read."""

    path: str
    named: str = ""
    version: str = ""
    home: str = ""
    because: str = ""


def plugins(found: Found) -> Iterator[Component]:
    """Tell the plugins of a folder ``plugins``, and the drop-ins that stand beside it."""
    if not is_likely(found):
        return
    for name in found.tree.folders(found.path):
        yield from _folder(found, name, certain=is_certain(found))
    for head in _heads(found.tree, found.path):
        if head.named:
            yield _single(head)
    if is_certain(found):
        yield from _drop_ins(found)


def must_use(found: Found) -> Iterator[Component]:
    """Tell must-use plugins: WordPress loads every PHP file there, with a head or without."""
    if not is_likely(found):
        return
    for head in _heads(found.tree, found.path):
        if not head.path.endswith("/index.php"):
            yield _single(head)
    for name in found.tree.folders(found.path):
        yield from _folder(found, name, certain=False)


def _folder(found: Found, name: str, *, certain: bool) -> Iterator[Component]:
    """Tell a plugin with a folder of its own; every file in it with a head is one to WordPress."""
    path, slug = found.inside(name), purl("wordpress", "plugin", name)
    try:
        heads = list(_heads(found.tree, path))
    except Unreadable as gone:
        yield Component(slug, "", path, unreadable=f"the folder {gone}")
        return
    named = [head for head in heads if head.named]
    told = [head for head in named if head.version] or named[:1]
    for head in told:
        because = "" if head.version else "the head of its plugin file names no version"
        yield Component(slug, head.version, head.path, unreadable=because)
    if not told and certain and (because := _why_none(heads)):
        yield Component(slug, "", path, unreadable=because)


def _why_none(heads: list[_Head]) -> str:
    """Why a folder with code shows no plugin; empty for folders without any code of their own."""
    shut = next((head for head in heads if head.because), None)
    if shut is not None:
        return f"{shut.path.rpartition('/')[2]} {shut.because}"
    own = [head for head in heads if not head.path.endswith("/index.php")]
    return _HEADLESS if own else ""


def _single(head: _Head) -> Component:
    stem = head.path.rpartition("/")[2].rpartition(".")[0]
    because = head.because or ("" if head.version else "its file names no version")
    name = _OTHER_NAMES.get(stem, stem)
    return Component(purl("wordpress", "plugin", name), head.version, head.path, unreadable=because)


def _drop_ins(found: Found) -> Iterator[Component]:
    """Tell drop-ins; one that names its home in the plugin directory is of that plugin."""
    there = set(found.tree.files(found.folder))
    for name in _DROP_INS:
        if name in there:
            head = _head(found.tree, found.beside(name))
            home = _HOME.match(head.home)
            own = f"wordpress-drop-in-{name.removesuffix('.php')}"
            whose = purl("wordpress", "plugin", home[1]) if home else purl("generic", own)
            because = head.because or ("" if head.version else "its file names no version")
            yield Component(whose, head.version, head.path, unreadable=because)


def _heads(tree: Tree, folder: str) -> Iterator[_Head]:
    for name in tree.files(folder):
        if name.casefold().endswith(".php"):
            yield _head(tree, f"{folder}/{name}" if folder else name)


def _head(tree: Tree, path: str) -> _Head:
    try:
        fields = head_of(tree.head(path, MOST), "Plugin Name", "Version", "Plugin URI")
    except Unreadable as gone:
        return _Head(path, because=str(gone))
    named, version, home = fields.values()
    return _Head(path, named, version if named else "", home)
