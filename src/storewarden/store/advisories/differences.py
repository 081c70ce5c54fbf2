"""What changed in an entry, in words: content is compared, not only ids."""

from collections.abc import Iterable, Iterator
from datetime import date

from storewarden.core.published import Affected, Assessment, Exploited, Record, Stretch
from storewarden.core.verdicts import Severity

_MOST = 400


def record_words(old: Record, new: Record) -> str:
    """Say what is different in a record; empty when nothing that counts for anybody is."""
    return _joined(_record(old, new))


def exploited_words(old: Exploited, new: Exploited) -> str:
    """Say what is different in an entry of a list of exploited weaknesses."""
    return _joined(_exploited(old, new))


def assessment_words(old: Assessment, new: Assessment) -> str:
    """Say what is different in an assessment."""
    pairs = (
        ("exploitation", old.exploitation, new.exploitation),
        ("automatable", _yes(old.automatable), _yes(new.automatable)),
        ("total impact", _yes(old.total), _yes(new.total)),
        ("vector", old.vector, new.vector),
    )
    return _joined(_changed(pairs))


def stretch_words(stretch: Stretch, version: str = "") -> str:
    """Write a stretch for people, with the version that it holds: ``2.4.6 <= 2.4.6-p5 < 2.4.6-p6``.

    A stretch without ends reads ``every version``.
    """
    if stretch.low is None and stretch.high is None:
        return f"every version, {version} too" if version else "every version"
    if version and stretch.low == stretch.high:
        return f"{version} is named"
    low = f"{stretch.low} {'<=' if stretch.low_included else '<'} " if stretch.low else ""
    high = f" {'<=' if stretch.high_included else '<'} {stretch.high}" if stretch.high else ""
    middle = version or ("" if not low else "version")
    return f"{low}{middle}{high}".strip()


def _record(old: Record, new: Record) -> Iterator[str]:
    if old.withdrawn != new.withdrawn:
        yield "withdrawn" if new.withdrawn else "no longer withdrawn"
    pairs = (
        ("severity", _grade(old.severity), _grade(new.severity)),
        ("vector", old.vector, new.vector),
    )
    yield from _changed(pairs)
    yield from _sets("aliases", old.aliases, new.aliases)
    before, after = _by_package(old.affected), _by_package(new.affected)
    for package in sorted(before.keys() | after.keys()):
        if before.get(package) != after.get(package):
            was, is_ = before.get(package, "not named"), after.get(package, "not named")
            yield f"{package}: {was} -> {is_}"


def _exploited(old: Exploited, new: Exploited) -> Iterator[str]:
    pairs = (
        ("due date", _day(old.due), _day(new.due)),
        ("ransomware use", _yes(old.ransomware), _yes(new.ransomware)),
        ("added", _day(old.added), _day(new.added)),
        ("required action", old.action, new.action),
        ("name", old.name, new.name),
        ("vendor", old.vendor, new.vendor),
        ("product", old.product, new.product),
        ("notes", old.notes, new.notes),
    )
    yield from _changed(pairs)


def _by_package(affected: Iterable[Affected]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for part in affected:
        name = f"{part.purl} in {part.release}" if part.release else part.purl
        said = [_fixed(stretch) for stretch in part.stretches]
        if part.versions:
            said.append(f"{len(part.versions)} named versions up to {part.versions[-1]}")
        if part.statement:
            said.append(part.statement)
        told.setdefault(name, []).extend(said)
    return {name: ", ".join(said) or "named" for name, said in told.items()}


def _fixed(stretch: Stretch) -> str:
    words = stretch_words(stretch)
    if stretch.fixed_in and stretch.fixed_in != stretch.high:
        return f"{words} (fixed in {stretch.fixed_in})"
    return words


def _sets(what: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    gone, come = sorted({*old} - {*new}), sorted({*new} - {*old})
    if gone or come:
        yield f"{what}: " + ", ".join([f"+{name}" for name in come] + [f"-{name}" for name in gone])


def _changed(pairs: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for what, was, is_ in pairs:
        if was != is_:
            yield f"{what} {was or 'not said'} -> {is_ or 'not said'}"


def _grade(severity: Severity | None) -> str:
    return "" if severity is None else severity.name.lower()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(said: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    return "" if said is None else "yes" if said else "no"


def _joined(words: Iterable[str]) -> str:
    whole = "; ".join(words)
    return whole if len(whole) <= _MOST else f"{whole[: _MOST - 1]}…"
