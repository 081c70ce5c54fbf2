"""Tells front-end libraries that lie in a tree as files of their own, as they are served later.

Only a file that is called like a library and says its version counts: many files of others have
such names, too. What package tools installed is told by their own notes.
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.scanners.libraries.fingerprints import libraries
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.frontend import HASH, recognised_file

_LARGEST: Final = 1024**2
_NAMES: Final = (
    "alpine angular axios backbone bootstrap chart ckeditor d3 datatables dompurify handlebars"
    " highlight htmx jquery jszip knockout lodash markdown-it marked moment mootools mustache pdf"
    " plupload prototype purify quill react select2 slick swfobject swiper tinymce underscore video"
    " vue"
)


def read(found: Found) -> Iterator[Component]:
    """Tell one library, by hash, by what its text says, or by its address."""
    path = f"/{found.path}"
    named = {one.purl for one in libraries() if one.is_called(path) or one.in_address(path)}
    if not named:
        return
    for seen in recognised_file(path, found.tree.head(found.path, _LARGEST), libraries()):
        if seen.version and (seen.by == HASH or seen.purl in named):
            yield Component(seen.purl, seen.version, found.path)


INVENTORY = InventoryReader(
    finds=tuple(f"{name}*.js" for name in _NAMES.split()), read=read, of_projects=True
)
