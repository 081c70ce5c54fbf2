"""Tells Drupal's version from outside: by its scripts, its changes before 8, else as a range."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.cms.drupal.recogniser import in_page
from storewarden.connectors.page_marks import asset_version, page_of
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit

_CORE: Final = "pkg:composer/drupal/core"
_CHANGES: Final = re.compile(r"^\s*Drupal (\d+\.\d+(?:\.\d+)?),", re.MULTILINE)


def read(visit: Visit) -> Iterator[Component]:
    """Tell core; of 8 and later the generator names the major version alone."""
    major = in_page(visit.page)
    if major is None:
        return
    exact = asset_version(page_of(visit.page), r"/core/[^?]+\?(?:.*&)?v=(\d+\.\d+\.\d+[\w.-]*)")
    if exact:
        yield Component(_CORE, exact, visit.page.url)
    elif major == "7" and (changes := visit.file("/CHANGELOG.txt")):
        found = _CHANGES.search(changes.text[:4_000])
        yield Component(_CORE, found[1] if found else "", "/CHANGELOG.txt")
    elif major:
        yield Component(_CORE, f"{major}.0", visit.page.url, newest=f"{major}.999.999")


OUTSIDE = OutsideReader(read=read)
