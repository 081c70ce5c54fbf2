"""Asks a site for files that builders often forget in the web root.

A file counts only when its content proves what it is, and when a made-up neighbour (same folder,
same ending) does not answer with such content, too.
"""

from collections.abc import Iterator
from secrets import token_hex
from typing import Final

from storewarden.connectors.scanners.usual_places.places import PLACES, Place, Proof
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.exposure import UsualPlace

_START: Final = 4096
_BEGINNING: Final = {"Range": f"bytes=0-{_START - 1}", "Accept-Encoding": "identity"}
_SERVED: Final = frozenset({200, 206})
_TOO_MANY: Final = 429
_BROKEN: Final = 500


def gather(site: Site, access: Access) -> Iterator[UsualPlace]:
    """Tell one fact a place; raises `Unreachable` when the site answers nobody just now."""
    del site
    _ask(access.web, f"/{token_hex(8)}.txt")
    for place in PLACES:
        is_there = _is(place, access.web)
        yield UsualPlace(place.path, place.kind, is_there, place.proof.what if is_there else "")


def _is(place: Place, web: Web) -> bool:
    if not _proves(_ask(web, place.path), place.proof):
        return False
    return not _proves(_ask(web, _neighbour(place.path)), place.proof)


def _ask(web: Web, path: str) -> Response:
    answer = web.send(Request(path, headers=_BEGINNING, follow=False))
    if answer.status >= _BROKEN or answer.status == _TOO_MANY:
        raise Unreachable(f"the site answered {answer.status} to {path}; the rest was not asked")
    return answer


def _proves(answer: Response, proof: Proof) -> bool:
    return answer.status in _SERVED and proof.pattern.search(answer.body[:_START]) is not None


def _neighbour(path: str) -> str:
    """A made-up path in the same folder and with the same ending."""
    folder, _, name = path.rpartition("/")
    _, dot, ending = name.lstrip(".").partition(".")
    return f"{folder}/{token_hex(6)}{dot}{ending}"


CONNECTOR = Connector(reads=Site, gives=(UsualPlace,), gather=gather, time_limit=120.0)
