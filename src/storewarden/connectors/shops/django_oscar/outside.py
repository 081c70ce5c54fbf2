"""Tells Oscar's version from outside, by its static files: a range, more often than not."""

from collections.abc import Iterator

from storewarden.connectors.shops.django_oscar.recogniser import in_page
from storewarden.connectors.shops.django_oscar.releases import FILES, RELEASES
from storewarden.connectors.static_files import span_of, told_by_files
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit


def read(visit: Visit) -> Iterator[Component]:
    """Ask for a few files whose content changed between releases."""
    if in_page(visit.page) is None:
        return
    if leaves := told_by_files(visit, "oscar", FILES):
        oldest, newest = span_of(leaves, RELEASES)
        yield Component("pkg:pypi/django-oscar", oldest, leaves.seen, newest=newest)


OUTSIDE = OutsideReader(read=read)
