"""Asks a shop, without any key, for its whole price list at the paths where exports usually lie."""

from collections.abc import Iterator
from secrets import token_hex
from typing import Final
from urllib.parse import urlsplit

from storewarden.connectors.scanners.price_lists.reading import Listing, listing
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.exposure import PriceList

_PATHS: Final = (
    "/export/pricelist.csv",
    "/export/products.csv",
    "/export/prices.csv",
    "/exports/products.csv",
    "/pricelist.csv",
    "/prices.csv",
    "/products.csv",
    "/feeds/products.csv",
    "/feed/products.csv",
    "/feeds/google.xml",
    "/google-shopping.xml",
    "/products.json?limit=250",
    "/api/products/",
    "/api/v1/products",
    "/wp-json/wc/store/v1/products?per_page=100",
    "/rest/V1/products?searchCriteria[pageSize]=100",
    "/api/v2/pages/",
)
_OK: Final = 200
_TOO_MANY: Final = 429
_BROKEN: Final = 500


def gather(site: Site, access: Access) -> Iterator[PriceList]:
    """Tell one fact a path; raises `Unreachable` when the site answers nobody just now."""
    del site
    for path in _PATHS:
        found = _ask(access.web, path)
        if found.items and _ask(access.web, _neighbour(path)) == found:
            found = Listing()
        yield PriceList(path, found.items, found.shows)


def _ask(web: Web, path: str) -> Listing:
    answer = web.send(Request(path, headers={"Accept": "*/*"}))
    if answer.status == _TOO_MANY or answer.status >= _BROKEN:
        raise Unreachable(f"the site answered {answer.status} to {path}; the rest was not asked")
    return listing(answer.text) if _is_a_file(answer) else Listing()


def _is_a_file(answer: Response) -> bool:
    return answer.status == _OK and "html" not in answer.headers.get("content-type", "")


def _neighbour(path: str) -> str:
    """A made-up path beside it, with the same ending."""
    folder, _, name = urlsplit(path).path.rstrip("/").rpartition("/")
    _, dot, ending = name.partition(".")
    return f"{folder}/{token_hex(6)}{dot}{ending}"


CONNECTOR = Connector(reads=Site, gives=(PriceList,), gather=gather, time_limit=90.0)
