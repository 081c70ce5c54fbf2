"""Turns what endoflife.date publishes into a list of support ends.

Source: endoflife.date, API v1, ``/api/v1/products/full``: for each product its ``releases`` with
``name``, ``isEol`` and ``eolFrom`` (the end of security fixes), ``eoesFrom`` (of extended ones).
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from storewarden.connectors.support_ends import ENDED, OPEN, parsed

ADDRESS: Final = "https://endoflife.date/api/v1/products/full"
_LONG_TERM: Final = frozenset({"debian", "magento"})
_LEAST: Final = 20


class _Release(msgspec.Struct, rename="camel"):
    name: str
    is_eol: bool = False
    eol_from: date | None = None
    eoes_from: date | None = None


class _Product(msgspec.Struct):
    name: str
    releases: list[_Release] = []


class _Answer(msgspec.Struct):
    result: list[_Product]


def as_list(content: bytes, today: date) -> str:
    """Write the CSV of a list; raises `ValueError` when the content is not what it should be."""
    try:
        told = msgspec.json.decode(content, type=_Answer)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise ValueError("is not what endoflife.date publishes") from None
    products = [one for one in told.result if one.releases]
    if len(products) < _LEAST:
        raise ValueError(f"names {len(products)} products alone; it is not taken over")
    if not all(name.isprintable() for name in _names(products)):
        raise ValueError("has names that cannot be shown; it is not taken over")
    written = io.StringIO()
    written.write(f"# endoflife.date (MIT licence), as of {today.isoformat()}\n")
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(["product", "release", "end"])
    for product in products:
        long_term = product.name in _LONG_TERM
        lines.writerows(
            [product.name, release.name, _end(release, long_term=long_term)]
            for release in product.releases
        )
    parsed(written.getvalue())
    return written.getvalue()


def _names(products: Iterable[_Product]) -> Iterator[str]:
    for product in products:
        yield product.name
        yield from (release.name for release in product.releases)


def _end(release: _Release, *, long_term: bool) -> str:
    day = (release.eoes_from if long_term else None) or release.eol_from
    if day is not None:
        return day.isoformat()
    return ENDED if release.is_eol else OPEN
