"""Tells the front-end libraries of a front page: by banner, by hash of content, by file name.

What a file says of itself counts before what it is called: files are replaced, names stay. Files
on others' hosts are not fetched; of them only the address speaks.
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.page_marks import scripts
from storewarden.connectors.scanners.libraries.fingerprints import libraries
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit
from storewarden.kernels.frontend import recognised

_LARGEST: Final = 2_000_000
_HIDDEN: Final = "neither its address nor its text names a version"


def read(visit: Visit) -> Iterator[Component]:
    """Tell each library once a file; bundles may hold several."""
    for address in scripts(visit.page):
        answer = visit.file(address)
        body = answer.body[:_LARGEST] if answer else b""
        try:
            told = recognised(address, body, libraries())
        except ValueError:
            continue  # an address that nothing can have
        for seen in told:
            because = "" if seen.version else _HIDDEN
            yield Component(seen.purl, seen.version, address, unreadable=because)


OUTSIDE = OutsideReader(read=read)
