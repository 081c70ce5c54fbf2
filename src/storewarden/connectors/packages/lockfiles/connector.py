"""Tells for every component that a code tree pins what the followed lists say about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from storewarden.connectors.packages.lockfiles.formats import parsed
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.connectors.packages.lockfiles.search import LockFile, lock_files
from storewarden.core.advisories import Component, ListAge
from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree, Feed
from storewarden.facts.advisories import ComponentExposure
from storewarden.kernels.versions.order import same_name

_LARGEST: Final = 32 * 1024**2
Told = Iterator[ComponentExposure | Unseen]


@dataclass(frozen=True, slots=True)
class _Asking:
    """What every question of one run shares; ``unseen`` says why exploitation is not known."""

    access: Access
    unseen: str


def gather(tree: CodeTree, access: Access) -> Told:
    """Tell each component once, by the first file that pins it; broken files as `Unseen`."""
    asking = _Asking(access, _exploitation_unseen(access))
    seen: set[tuple[str, str, str]] = set()
    files = list(lock_files(tree.path))
    if not files:
        yield Unseen(ComponentExposure, "no lock file was found, so what it is made of is unknown")
    for file in files:
        yield from _told(file, asking, seen)


def _told(file: LockFile, asking: _Asking, seen: set[tuple[str, str, str]]) -> Told:
    try:
        pins = parsed(file.parse, _content(file))
    except (ValueError, OSError) as broken:
        reason = broken if isinstance(broken, ValueError) else type(broken).__name__
        yield Unseen(ComponentExposure, f"{file.shown} {reason}")
        return
    for pin in pins:
        thing = (pin.ecosystem, same_name(pin.ecosystem, pin.name), pin.version)
        if thing not in seen:
            seen.add(thing)
            yield _asked(file, pin, asking)


def _content(file: LockFile) -> bytes:
    if file.path.stat().st_size > _LARGEST:
        raise ValueError(f"is larger than {_LARGEST} bytes")
    return file.path.read_bytes()


def _asked(file: LockFile, pin: Pin, asking: _Asking) -> ComponentExposure:
    named = ComponentExposure(
        pin.ecosystem, pin.name, pin.version, file.shown, exploited_unseen=asking.unseen
    )
    if pin.unreadable:
        return replace(named, unreadable=pin.unreadable)
    component = Component(pin.ecosystem, pin.name, pin.version, file.shown)
    try:
        return replace(named, advisories=tuple(asking.access.advisories.about(component)))
    except (ValueError, Unreachable) as because:
        return replace(named, unreadable=str(because))


def _exploitation_unseen(access: Access) -> str:
    """Say why nothing can be said about exploitation; empty when a fresh catalogue was read."""
    ages = {age.feed: age for age in access.advisories.ages()}
    gaps = [
        _gap(feed, ages.get(feed.id), access)
        for feed in access.estate.assets
        if isinstance(feed, Feed) and feed.format == "kev"
    ]
    if not gaps:
        return "no list of exploited vulnerabilities is followed"
    return "" if "" in gaps else gaps[0]


def _gap(feed: Feed, age: ListAge | None, access: Access) -> str:
    if age is None or age.published is None:
        return (age and age.because) or f"{feed.id} was not read"
    if access.now - age.published > timedelta(days=feed.max_age_days or 7):
        return f"{feed.id} is out of date"
    return ""


CONNECTOR = Connector(reads=CodeTree, gives=(ComponentExposure,), gather=gather, time_limit=120.0)
