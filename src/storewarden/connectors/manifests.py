"""Reads names and versions from manifests: XML, JSON and lines of ``key: value``, all as text.

Shared by the inventory readers. XML is searched for its tags and never parsed, so that entities
and endless nesting cost nothing.
"""

import codecs
import re
from dataclasses import dataclass
from html import unescape
from typing import Final, TypeVar

import msgspec

from storewarden.core.errors import Unreadable

LARGEST: Final = 1024**2
"""Bytes of a manifest; one of a large extension that lists all its files has 100,000."""

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Name and version as a JSON manifest gives them; empty for what it lacks."""

    name: str
    version: str


class _Manifest(msgspec.Struct, frozen=True):
    name: object = None
    version: object = None


def named(content: bytes) -> Named:
    """Name and version of a ``composer.json``, ``package.json`` and the like.

    Raises `Unreadable` when it is no such file.
    """
    found = decoded(content, _Manifest)
    return Named(_text(found.name), _text(found.version))


T = TypeVar("T")


def decoded(content: bytes, into: type[T]) -> T:
    """Decode JSON into a structure of msgspec; raises `Unreadable` when it does not fit."""
    try:
        return msgspec.json.decode(unmarked(content), type=into)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise Unreadable(f"is broken: {type(broken).__name__}") from broken


def text_of(content: bytes) -> str:
    """Decode by the byte order mark, else as UTF-8; odd bytes become signs."""
    known = (code for mark, code in _MARKS if content.startswith(mark))
    return content.decode(next(known, "utf-8"), "replace")


def unmarked(content: bytes) -> bytes:
    """The same as UTF-8 without a mark; what has no mark stays as it is."""
    marked = any(content.startswith(mark) for mark, _ in _MARKS)
    return text_of(content).encode() if marked else content


def markup(content: bytes) -> str:
    """The text of an XML file without its comments."""
    return _COMMENT.sub(" ", text_of(content))


def tag(text: str, name: str) -> str:
    """What stands in the first tag of that name; empty when there is none, or only other tags."""
    found = re.search(
        rf"<{re.escape(name)}(?:\s[^<>]{{0,500}})?>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))",
        text,
        re.DOTALL,
    )
    if not found:
        return ""
    return (found[1] if found[1] is not None else unescape(found[2])).strip()


def attribute(text: str, element: str, name: str) -> str:
    """An attribute of the first tag of that name; empty when there is none."""
    opening = re.search(rf"<{re.escape(element)}\s([^<>]{{0,2000}})>", text)
    found = opening and re.search(
        rf"""(?:^|\s){re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)')""", opening[1]
    )
    return unescape(found[1] or found[2] or "").strip() if found else ""


def line(text: str, key: str) -> str:
    """The value of the last ``key: value`` or ``key = value`` at the left margin; empty if none."""
    found = re.findall(rf"^{re.escape(key)}[ \t]*[:=](.*)$", text, re.MULTILINE)
    value = found[-1].strip() if found else ""
    quoted = re.match(r"""(["'])(.*?)\1""", value)
    return quoted[2].strip() if quoted else value.partition(" #")[0].strip()


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
