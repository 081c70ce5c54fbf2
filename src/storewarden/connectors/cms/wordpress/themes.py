"""Tells WordPress's themes, and the parents that they cannot do without."""

from collections.abc import Iterator
from dataclasses import dataclass

from storewarden.connectors.cms.wordpress.content import is_certain, is_likely
from storewarden.connectors.cms.wordpress.heads import MOST, head_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found
from storewarden.kernels.purls.purl import purl


@dataclass(frozen=True, slots=True)
class _Theme:
    """What one ``style.css`` says; ``folder`` is relative to the folder of themes."""

    folder: str
    path: str
    named: str = ""
    version: str = ""
    parent: str = ""
    because: str = ""


def themes(found: Found) -> Iterator[Component]:
    """Tell each theme, and a parent that a theme names and that is not there."""
    if not is_likely(found):
        return
    known = list(_known(found, certain=is_certain(found)))
    for theme in known:
        name = theme.folder.rpartition("/")[2]
        because = theme.because or ("" if theme.version else "its style.css names no version")
        version = "" if theme.because else theme.version
        yield Component(_purl(name), version, theme.path, unreadable=because)
    there = {theme.folder.casefold() for theme in known}
    for theme in known:
        if theme.parent and theme.parent.casefold() not in there:
            because = f"the theme {theme.folder} needs it as its parent, but it is not there"
            yield Component(_purl(theme.parent), "", theme.path, unreadable=because)


def _known(found: Found, *, certain: bool) -> Iterator[_Theme]:
    for name in found.tree.folders(found.path):
        try:
            theme = _theme(found, name)
            nested = [] if theme else found.tree.folders(found.inside(name))
        except Unreadable as gone:
            yield _Theme(name, found.inside(name), because=f"the folder {gone}")
            continue
        if theme and (theme.named or certain):
            yield theme
        for inner in nested:
            if (deeper := _theme(found, f"{name}/{inner}")) and deeper.named:
                yield deeper


def _theme(found: Found, folder: str) -> _Theme | None:
    path = found.inside(f"{folder}/style.css")
    if "style.css" not in found.tree.files(found.inside(folder)):
        return None
    try:
        fields = head_of(found.tree.head(path, MOST), "Theme Name", "Version", "Template")
    except Unreadable as gone:
        return _Theme(folder, path, because=f"its style.css {gone}")
    return _Theme(folder, path, *fields.values())


def _purl(name: str) -> str:
    return purl("wordpress", "theme", name)
