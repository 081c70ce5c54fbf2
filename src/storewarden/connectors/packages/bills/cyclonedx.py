"""Reads the components of CycloneDX, as JSON and as XML.

Source: CycloneDX (ECMA-424), "components"; Trivy writes Debian's source packages as properties.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from storewarden.connectors.manifests import tag
from storewarden.connectors.packages.bills.identity import Listed
from storewarden.core.errors import Unreadable

KNOWN: Final = frozenset(f"1.{minor}" for minor in range(2, 8))
_ROOT: Final = re.compile(
    r"<(?:\w+:)?bom\s[^<>]*?xmlns(?::\w+)?\s*=\s*[\"']http://cyclonedx\.org/schema/bom/([\d.]+)[\"']"
)
_META: Final = re.compile(r"<metadata\b.*?</metadata>", re.DOTALL)
_PREFIX: Final = re.compile(r"(</?)\w+:(?=\w)")
_COMPONENT: Final = re.compile(r"<component\s[^<>]*?type\s*=\s*[\"']([\w-]+)[\"'][^<>]*>")
_TRIVY: Final = "aquasecurity:trivy:Src"


class Bill(msgspec.Struct, frozen=True):
    """What of a bill counts here."""

    components: list[msgspec.Raw] | None = None


class _Part(msgspec.Struct, frozen=True):
    """One component; whatever stands in it, the others are read."""

    name: object = None
    group: object = None
    version: object = None
    purl: object = None
    kind: object = msgspec.field(name="type", default=None)
    components: object = None
    properties: object = None


def listed(parts: list[msgspec.Raw]) -> Iterator[Listed]:
    """Yield every component, those in components too; files are none."""
    waiting: list[object] = list(reversed([_part(raw) for raw in parts]))
    while waiting:
        part = _converted(waiting.pop())
        if isinstance(part.components, list):
            waiting.extend(reversed(part.components))
        if part.kind != "file":
            source, version = _source(part.properties)
            yield Listed(
                _joined(part.group, part.name),
                _text(part.version),
                _text(part.purl),
                source,
                version,
            )


def in_markup(text: str) -> Iterator[Listed]:
    """Yield every component of an XML bill; raises `Unreadable` when it is none."""
    root = _ROOT.search(text[:8_192])
    if root is None or root[1] not in KNOWN:
        kind = f"CycloneDX {root[1]}" if root else "not named"
        raise Unreadable(f"is a bill of materials of a kind that is not read: {kind}")
    plain = _META.sub("", _PREFIX.sub(r"\1", text), count=1)
    starts = list(_COMPONENT.finditer(plain))
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        own = plain[start.end() : after.start() if after else None]
        if start[1] != "file":
            name = _joined(tag(own, "group"), tag(own, "name"))
            yield Listed(name, tag(own, "version"), tag(own, "purl"))


def _part(raw: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _converted(part: object) -> _Part:
    return msgspec.convert(part, _Part) if isinstance(part, dict) else _Part()


def _joined(group: object, name: object) -> str:
    return f"{_text(group)}/{_text(name)}" if _text(group) else _text(name)


def _source(properties: object) -> tuple[str, str]:
    """Name and version of the source package, where Trivy tells them; else empty."""
    told: Mapping[str, str] = {
        one["name"].removeprefix(_TRIVY): one["value"]
        for one in (properties if isinstance(properties, list) else ())
        if isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("value"), str)
        and one["name"].startswith(_TRIVY)
    }
    epoch = f"{told['Epoch']}:" if told.get("Epoch", "0") != "0" else ""
    release = f"-{told['Release']}" if told.get("Release") else ""
    version = told.get("Version", "")
    return told.get("Name", ""), f"{epoch}{version}{release}" if version else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
