"""Reads a web page as a visitor does: its forms, its links and its words. Pages are hostile text.

The reader is linear in the length of the page, whatever the page holds, and looks at the first
500,000 characters.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final

_MOST: Final = 500_000
_MOST_FIELDS: Final = 300
_TAG: Final = re.compile(
    r"""<([/!]?)([a-zA-Z][a-zA-Z0-9:-]{0,40}+)((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,400}+)>"""
)
_ATTRIBUTE: Final = re.compile(
    r"""([a-zA-Z_:@][\w:.@-]{0,100}+)(?:\s{0,20}+=\s{0,20}+("[^"]*+"|'[^']*+'|[^\s"'>]++))?"""
)
_SPACE: Final = re.compile(r"\s+")
_FIELDS: Final = frozenset({"input", "textarea", "select", "button"})
_SILENT: Final = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``most`` is its ``max`` attribute, empty when it has none."""

    name: str
    kind: str
    value: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it goes (empty: to the page itself), how (``get``, ``post``), its fields."""

    action: str
    method: str
    fields: tuple[Field, ...] = ()

    def filled(self, **answers: str) -> dict[str, str]:
        """What a browser would send: the fields' own values, and these answers by name.

        Buttons are sent when they are named: a site may tell its forms apart by them.
        """
        return {one.name: one.value for one in self.fields if one.kind != "checkbox"} | answers

    def named(self, *names: str) -> Field | None:
        """The first field with one of these names; None when there is none."""
        return next((one for one in self.fields if one.name in names), None)

    def of_kind(self, kind: str) -> Field | None:
        """The first field of that kind; None when there is none."""
        return next((one for one in self.fields if one.kind == kind), None)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag (``name``, ``attributes``) or, with an empty name, a stretch of text."""

    name: str
    closes: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def forms(page: str) -> tuple[Form, ...]:
    """All forms of a page, in their order."""
    found: list[Form] = []
    here: Form | None = None
    for piece in _pieces(page):
        if piece.name == "form":
            found += [here] if here else []
            here = None if piece.closes else _form(piece.attributes)
        elif here and len(here.fields) < _MOST_FIELDS and _is_field(piece):
            here = replace(here, fields=(*here.fields, _field(piece)))
    return (*found, here) if here else tuple(found)


def links(page: str) -> tuple[str, ...]:
    """Where the page's links lead, as written, each once."""
    hrefs = (p.attributes.get("href", "") for p in _pieces(page) if p.name == "a")
    return tuple(dict.fromkeys(href for href in hrefs if href))


def words(page: str) -> str:
    """What a visitor reads: no tags, no scripts, white space made single."""
    text = " ".join(piece.text for piece in _pieces(page) if not piece.name)
    return _SPACE.sub(" ", unescape(text)).strip()


def _form(attributes: Mapping[str, str]) -> Form:
    return Form(attributes.get("action", ""), attributes.get("method", "get").lower())


def _is_field(piece: _Piece) -> bool:
    named = bool(piece.attributes.get("name"))
    return piece.name in _FIELDS and named and not piece.closes


def _field(piece: _Piece) -> Field:
    attributes = piece.attributes
    kind = attributes.get("type", "text").lower() if piece.name == "input" else piece.name
    value = attributes.get("value", "")
    return Field(attributes["name"], kind, value, attributes.get("max", ""))


def _pieces(page: str) -> Iterator[_Piece]:
    page = page[:_MOST]
    at = 0
    while (tag := _TAG.search(page, at)) is not None:
        yield _Piece("", text=page[at : tag.start()])
        name, at = tag[2].lower(), tag.end()
        yield _Piece(name, tag[1] == "/", _attributes(tag[3]))
        if name in _SILENT and not tag[1]:
            at = _after(page, at, name)
    yield _Piece("", text=page[at:])


def _after(page: str, at: int, name: str) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
    return end.start() if end else len(page)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(value.strip("\"'")))
    return found
