"""Tells for everything that a site's own pages show what the followed lists say about it.

What the code tree of the same site holds in the same version is judged there: one finding, in the
place where it is mended. A tree is the site's when both name one platform, or when the estate has
no other site.
"""

from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree, Site
from storewarden.core.inventory import Component
from storewarden.core.matched import Answer, Standing
from storewarden.facts.advisories import ShownSoftware
from storewarden.kernels.versions.schemes import scheme_of


def gather(site: Site, access: Access) -> Iterator[ShownSoftware | Unseen]:
    """Tell one fact a program and version; raises `Unreachable` when the site does not answer."""
    found = access.shown(site)
    for gap in found.gaps:
        yield Unseen(ShownSoftware, f"{gap.found_in} {gap.because}")
    held = list(_held(site, access)) if found.components else []
    for answer in access.advisories.match(found.components, access.now):
        yield _told(answer, held)


def _held(site: Site, access: Access) -> Iterator[tuple[str, Component]]:
    """What the code trees of the site hold; one that cannot be read says nothing of it."""
    assets = access.estate.assets
    alone = sum(isinstance(asset, Site) for asset in assets) == 1
    for tree in assets:
        if not isinstance(tree, CodeTree):
            continue
        if alone or (tree.platform is not None and tree.platform == site.platform):
            try:
                yield from ((tree.id, one) for one in access.inventory(tree.path).components)
            except Unreachable:
                continue


def _told(answer: Answer, held: list[tuple[str, Component]]) -> ShownSoftware:
    here = answer.component
    return ShownSoftware(
        here.purl,
        here.version,
        here.found_in,
        here.newest,
        answer.weaknesses,
        answer.because if answer.standing is Standing.UNKNOWN else "",
        next((tree for tree, own in held if _speaks_for(own, here)), ""),
    )


def _speaks_for(own: Component, shown: Component) -> bool:
    """Does the code hold what shows: the same version, or one in the range that it may be?"""
    if own.purl != shown.purl or not own.version or own.newest or not shown.version:
        return False
    try:
        scheme = scheme_of(own.purl)
        return (
            scheme.compare(shown.version, own.version) <= 0
            and scheme.compare(own.version, shown.newest or shown.version) <= 0
        )
    except ValueError:
        return False


CONNECTOR = Connector(reads=Site, gives=(ShownSoftware,), gather=gather, time_limit=90.0)
