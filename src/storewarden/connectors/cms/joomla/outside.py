"""Tells Joomla's version from outside: by manifests that it hands out."""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.cms.joomla.recogniser import in_page
from storewarden.connectors.manifests import markup, tag
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit

_PLACES: Final = (
    "/administrator/manifests/files/joomla.xml",
    "/language/en-GB/langmetadata.xml",
    "/language/en-GB/en-GB.xml",
)
"""The first is of the whole, the others are of its English, which has the version of the whole."""


def read(visit: Visit) -> Iterator[Component]:
    """Tell core by the first manifest that says a version."""
    if in_page(visit.page) is None:
        return
    for place in _PLACES:
        answer = visit.file(place)
        if answer and (version := tag(markup(answer.body), "version")):
            yield Component("pkg:composer/joomla/joomla-cms", version, place)
            return


OUTSIDE = OutsideReader(read=read)
