"""Looks at the scripts of a front page with the fingerprints that a followed list publishes."""

from collections.abc import Iterator, Sequence

from storewarden.connectors.page_marks import scripts
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit
from storewarden.kernels.frontend import Library, recognised


def reader(libraries: Sequence[Library]) -> OutsideReader:
    """A reader that knows these libraries; of files on others' hosts only the address speaks."""

    def read(visit: Visit) -> Iterator[Component]:
        for address in scripts(visit.page):
            answer = visit.file(address)
            try:
                seen = recognised(address, answer.body if answer else b"", libraries)
            except ValueError:
                continue  # an address that nothing can have
            yield from (Component(one.purl, one.version, address) for one in seen)

    return OutsideReader(read=read)
