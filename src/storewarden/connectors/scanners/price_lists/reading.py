"""Recognises a list of products with prices in CSV, JSON and XML; all of it is hostile text."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_PRICE: Final = frozenset({
    "price", "unit_price", "retail_price", "regular_price", "sale_price", "price_incl_tax",
    "price_excl_tax", "gross_price", "net_price", "rrp", "msrp", "prices", "amount_price", "preis",
    "prix", "vk", "verkaufspreis", "calculated_price",
})  # fmt: skip
_TRADE: Final = frozenset({
    "cost", "cost_price", "trade_price", "purchase_price", "wholesale_price", "dealer_price",
    "price_trade", "buying_price", "margin", "ek", "einkaufspreis", "partner_price", "landed_cost",
})  # fmt: skip
_STOCK: Final = frozenset({
    "stock", "in_stock", "stock_quantity", "qty", "quantity", "num_in_stock", "in_stock_quantity",
    "inventory", "inventory_quantity", "quantity_available", "available_stock", "bestand",
    "lagerbestand", "low_stock_remaining", "stock_level", "on_hand",
})  # fmt: skip
_KINDS: Final = (("price", _PRICE), ("trade price", _TRADE), ("stock", _STOCK))
_LEAST: Final = 2
_DEPTH: Final = 6
_WORD: Final = re.compile(r"[^a-z]+")
_XML_PRICE: Final = re.compile(r"<(?:g:)?price>\s*[^<]{0,20}[0-9]")
_XML_STOCK: Final = re.compile(r"<(?:g:)?(?:quantity|stock)>\s*[0-9]")


@dataclass(frozen=True, slots=True)
class Listing:
    """How many products a text lists, and what it names for each; no items: it is no list."""

    items: int = 0
    shows: tuple[str, ...] = ()


def listing(text: str) -> Listing:
    """Read a text as JSON, XML or CSV, whichever it is."""
    start = text.lstrip("\ufeff \r\n\t")[:1]
    if start in {"{", "["}:
        return _json(text)
    if start == "<":
        return _xml(text)
    return _csv(text)


def _json(text: str) -> Listing:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return Listing()
    best = Listing()
    for rows in _lists(found, _DEPTH):
        dicts = [row for row in rows if isinstance(row, dict)]
        names = {name for row in dicts[:50] for name in _names(row, 3)}
        here = _listing(len(dicts), names)
        best = max(best, here, key=lambda one: one.items)
    return best


def _lists(found: object, depth: int) -> Iterator[list[object]]:
    if depth == 0:
        return
    if isinstance(found, list):
        yield found
    inner = found.values() if isinstance(found, dict) else ()
    for value in inner:
        yield from _lists(value, depth - 1)


def _names(row: Mapping[str, object], depth: int) -> Iterator[str]:
    """Names of what is filled, inner ones too: ``{"prices": {"price": 5}}``."""
    for name, value in row.items():
        if value not in (None, "", [], {}):
            yield name
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict) and depth:
            yield from _names(first, depth - 1)


def _xml(text: str) -> Listing:
    shows = ["price"] + (["stock"] if _XML_STOCK.search(text) else [])
    items = len(_XML_PRICE.findall(text))
    return Listing(items, tuple(shows)) if items >= _LEAST else Listing()


def _csv(text: str) -> Listing:
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) <= _LEAST:
        return Listing()
    separator = max(",;\t|", key=lines[0].count)
    try:
        header, *rows = csv.reader(lines, delimiter=separator)
    except csv.Error:
        return Listing()
    whole = [row for row in rows if len(row) == len(header)]
    priced = any(re.search(r"\d", cell) for row in whole[:1] for cell in row)
    return _listing(len(whole), header) if len(header) > 1 and priced else Listing()


def _listing(items: int, names: Iterable[str]) -> Listing:
    plain = {_WORD.sub("_", name.lower()).strip("_") for name in names}
    shows = tuple(kind for kind, known in _KINDS if plain & known)
    priced = "price" in shows or "trade price" in shows
    return Listing(items, shows) if items >= _LEAST and priced else Listing()
