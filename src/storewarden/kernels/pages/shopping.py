"""Finds a shop's way from its front page to a form that puts a product into the basket."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.core.ports import Response
from storewarden.kernels.pages import Form, forms, links

_LISTINGS: Final = ("/", "/catalogue/", "/shop/", "/products/")
_ON_THE_WAY: Final = re.compile(r"^/(?:[a-z]{2}/)?(?:catalogue|product|products|shop|store|p)/[^/]")
_LISTS_MORE: Final = re.compile(r"/(?:category|categories|collections?|tag|page|brand)s?/")
_BASKET: Final = re.compile(r"basket|cart", re.IGNORECASE)
_PRODUCT, _LISTING, _CATEGORY = range(3)


def walk(fetch: Callable[[str], Response], most: int) -> Iterator[Response]:
    """Yield the front page and at most ``most - 1`` further pages, likely products first."""
    waiting = dict.fromkeys(_LISTINGS, _LISTING)
    done: set[str] = set()
    for _ in range(most):
        if not waiting:
            return
        link = min(waiting, key=lambda each: waiting[each])
        done.add(link)
        del waiting[link]
        page = fetch(link)
        yield page
        waiting |= {url: rank for url, rank in _ahead(page) if url not in done | waiting.keys()}


def orders(page: Response) -> Iterator[Form]:
    """The forms of a page that put a product into the basket."""
    for form in forms(page.text):
        is_order = _BASKET.search(form.action) or form.named("add-to-cart", "product_id")
        if form.method == "post" and is_order and form.named("quantity", "qty"):
            yield form


def _ahead(page: Response) -> Iterator[tuple[str, int]]:
    """Paths on the same site that may lead to a product, and how likely."""
    here = urlsplit(page.url)
    for link in links(page.text):
        try:
            there = urlsplit(urljoin(page.url, link))
        except ValueError:
            continue
        if there.netloc == here.netloc and _ON_THE_WAY.search(there.path):
            lists = _LISTS_MORE.search(there.path)
            yield there.path, _CATEGORY if lists else _PRODUCT
