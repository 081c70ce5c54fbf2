"""Reads OpenVEX documents (specification 0.2.0; 0.0.x names weaknesses by a plain text). Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

import msgspec

from storewarden.core.vex import Product, Statement, Status
from storewarden.engine.vex.products import product

_Strings: TypeAlias = dict[str, str]


class _Vulnerability(msgspec.Struct):
    name: str = ""
    id: str = msgspec.field(name="@id", default="")
    aliases: list[str] = []


class _Product(msgspec.Struct):
    id: str = msgspec.field(name="@id", default="")
    identifiers: _Strings = {}
    subcomponents: list["_Product | str"] = []


class _Statement(msgspec.Struct):
    vulnerability: _Vulnerability | str
    status: Status
    products: list[_Product | str] = []
    justification: str = ""
    impact_statement: str = ""
    action_statement: str = ""
    timestamp: datetime | None = None
    last_updated: datetime | None = None


class _Document(msgspec.Struct):
    context: str = msgspec.field(name="@context")
    statements: list[_Statement]
    author: str = ""
    timestamp: datetime | None = None


def statements(content: bytes, source: str) -> Iterator[Statement]:
    """Tell the statements of a document; raises `ValueError` when it is none."""
    document = msgspec.json.decode(content, type=_Document)
    for one in document.statements:
        yield Statement(
            names=_names(one.vulnerability),
            products=tuple(_products(one.products)),
            status=one.status,
            justification=one.justification,
            words=one.impact_statement,
            author=document.author,
            at=one.last_updated or one.timestamp or document.timestamp,
            source=source,
        )


def _names(told: _Vulnerability | str) -> tuple[str, ...]:
    if isinstance(told, str):
        return (told,)
    names = filter(None, (told.name, told.id.rpartition("/")[2], *told.aliases))
    return tuple(dict.fromkeys(names))


def _products(told: list[_Product | str]) -> Iterator[Product]:
    """The products themselves; where one names subcomponents, the statement is about those."""
    for one in told:
        if isinstance(one, _Product) and one.subcomponents:
            yield from _products(one.subcomponents)
            continue
        text = one if isinstance(one, str) else one.identifiers.get("purl") or one.id
        found = product(text)
        if found is not None:
            yield found
