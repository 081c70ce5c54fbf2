"""Orders far too many pieces of a few products, as an anonymous visitor, and reads the answer.

The basket is a stranger's and is left behind; nothing is bought. The maximum of a quantity field on
the product's own page counts as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import Role, Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.exposure import StockAnswer
from storewarden.kernels.pages import Form, words
from storewarden.kernels.pages.shopping import orders, walk

_ASKED: Final = 9999
_PRODUCTS: Final = 3
_PAGES: Final = 12
_BASKET: Final = re.compile(r"basket|cart|warenkorb|panier", re.IGNORECASE)
_NUMBER: Final = r"(?<![\d.,])([0-9]{1,7})(?![\d.,]*\d)"
_TOLD: Final = re.compile(
    r"(?i)(?:maximum of|at most|no more than|only|höchstens|maximal|nur noch|seulement)\s+"
    rf"{_NUMBER}"
    rf"|{_NUMBER}\s+(?:are\s+|items?\s+|pieces?\s+|units?\s+|stück\s+)?"
    r"(?:can be (?:bought|ordered)|available|in stock|left|remaining|verfügbar|auf lager|vorrätig)"
)


@dataclass(frozen=True, slots=True)
class _Product:
    """A form that puts a product into the basket, and the page that it stands on."""

    page: Response
    form: Form

    @property
    def target(self) -> str:
        return urljoin(self.page.url, self.form.action)

    @property
    def name(self) -> str:
        """A path that stays the same from run to run."""
        parts = urlsplit(self.target)
        return parts.path if _BASKET.search(parts.path) else urlsplit(self.page.url).path


def gather(site: Site, access: Access) -> Iterator[StockAnswer | Unseen]:
    """Tell one fact a product, of three at the most."""
    del site
    told = False
    for product in _products(access.web):
        told = True
        yield StockAnswer(product.name, _ASKED, _number(access.web, product))
    if not told:
        because = "no product with a form that puts it into a basket was found from the front page"
        yield Unseen(StockAnswer, because)


def _products(web: Web) -> Iterator[_Product]:
    """The first few products that can be ordered."""
    seen: dict[str, _Product] = {}
    for page in walk(lambda link: web.send(Request(link)), _PAGES):
        seen |= {one.name: one for one in _on(page) if one.name not in seen}
        if len(seen) >= _PRODUCTS:
            break
    yield from [*seen.values()][:_PRODUCTS]


def _on(page: Response) -> Iterator[_Product]:
    return (_Product(page, form) for form in orders(page))


def _number(web: Web, product: _Product) -> int | None:
    """The number of pieces that the shop names: in the form, on refusal, or nowhere."""
    visitor = web.visitor()
    page = visitor.send(Request(product.page.url))
    form = next((one.form for one in _on(page) if one.name == product.name), product.form)
    quantity = form.named("quantity", "qty")
    if quantity is None:
        return None
    if quantity.most.isdecimal():
        return int(quantity.most[:9])
    order = form.filled(**{quantity.name: str(_ASKED)})
    answer = visitor.send(
        Request(product.target, "POST", headers={"Referer": page.url}, form=order)
    )
    return _told(words(answer.text), before=words(page.text))


def _told(said: str, before: str) -> int | None:
    """The first number of pieces that was not on the page before."""
    old = {match.group() for match in _TOLD.finditer(before)}
    for match in _TOLD.finditer(said):
        number = int(match[1] or match[2])
        if match.group() not in old and number != _ASKED:
            return number
    return None


def fits(site: Site) -> bool:
    """Whether there is anything to order here."""
    return site.role in {Role.SHOP, Role.SUITE}


CONNECTOR = Connector(
    reads=Site, gives=(StockAnswer,), gather=gather, active=True, fits=fits, time_limit=90.0
)
