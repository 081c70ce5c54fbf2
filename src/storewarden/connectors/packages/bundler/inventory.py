"""Tells the gems of ``Gemfile.lock``.

Below ``specs:`` of each source, gems are indented by four and what they need by six. A version may
end with the platform it was built for. What lies in the project itself (``PATH``) is left out.
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import text_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_FORM: Final = re.compile(r"^(?:GEM|GIT|PATH|PLATFORMS|DEPENDENCIES)\s*$", re.MULTILINE)
_GEM: Final = re.compile(r"    ([A-Za-z0-9_.-]+) \(([^()\s]+)\)")
_PLATFORM: Final = re.compile(
    r"-(?:java|jruby|ruby|mswin|mingw|x(?:86|64)|arm|aarch64|universal|powerpc|ppc|s390|riscv).*"
)
_OURS: Final = "PATH"


def read(found: Found) -> Iterator[Component]:
    """Tell each gem; the same version for several platforms is told once.

    Raises `Unreadable` for what is no such file.
    """
    source, told = "", set()
    text = text_of(found.content())
    if text.strip() and not _FORM.search(text):
        raise Unreadable("is no lock file of Bundler: it has none of its parts")
    for line in text.splitlines():
        if line[:1].isalpha():
            source = line.strip()
        elif source != _OURS and (match := _GEM.fullmatch(line)):
            gem = (match[1], _PLATFORM.sub("", match[2]))
            if gem not in told:
                told.add(gem)
                yield Component(purl("gem", gem[0]), gem[1], found.path)


INVENTORY = InventoryReader(finds=("gemfile.lock", "gems.locked"), read=read, of_projects=True)
