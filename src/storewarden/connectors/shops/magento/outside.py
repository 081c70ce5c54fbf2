"""Tells Magento's version from outside: ``/magento_version`` names major and minor alone."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.shops.magento.recogniser import in_page
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit
from storewarden.kernels.purls.purl import purl

_SAYS: Final = re.compile(r"Magento/(\d+\.\d+) \((\w+)\)")
_PLACE: Final = "/magento_version"


def read(visit: Visit) -> Iterator[Component]:
    """Tell the edition, and the range of its patch versions."""
    if in_page(visit.page) is None:
        return
    answer = visit.file(_PLACE)
    found = _SAYS.fullmatch(answer.text.strip()) if answer else None
    if found:
        edition = "community" if found[2] == "Community" else "enterprise"
        name = purl("composer", "magento", f"product-{edition}-edition")
        yield Component(name, f"{found[1]}.0", _PLACE, newest=f"{found[1]}.99-p99")


OUTSIDE = OutsideReader(read=read)
