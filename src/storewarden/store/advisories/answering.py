"""Turns rows of the book into answers: affected, not affected or unknown, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from storewarden.core.inventory import Component
from storewarden.core.matched import Answer, Danger, Named, Standing
from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.purls.same import canonical
from storewarden.kernels.versions.schemes import Scheme, scheme_of
from storewarden.store.advisories.asking import Asked, Hit
from storewarden.store.advisories.coverage import Coverage
from storewarden.store.advisories.differences import stretch_words
from storewarden.store.advisories.laying import How, holds
from storewarden.store.advisories.naming import Names, worst
from storewarden.store.legible import legible

_SHOWN: Final = 3
_PREVIEWS: Final = "-dev"


@dataclass(frozen=True, slots=True)
class Known:
    """A record of the book and the list that published it."""

    feed: str
    record: Record

    @property
    def names(self) -> tuple[str, ...]:
        """Its id and its aliases, fit for any database."""
        return tuple(dict.fromkeys(map(legible, (self.record.id, *self.record.aliases))))


@dataclass(frozen=True, slots=True)
class Told:
    """What one record says of one component.

    Attributes:
        why: the range that holds it, in words; empty when it only may concern it.
        fixed_in: where the component leaves the weakness behind.
        doubt: why it cannot be told whether the record names it.
    """

    known: Known
    why: str = ""
    fixed_in: str | None = None
    doubt: str = ""


def told_by(here: Component, known: Known, hits: Sequence[Hit]) -> Told | None:
    """Return what a record says of a component; None when it does not name it after all."""
    doubt, held = "", []
    for hit in hits:
        part = known.record.affected[hit.part]
        try:
            why, fixed = _held(here, part, hit)
        except ValueError as odd:
            doubt = doubt or f"{known.record.id} cannot be judged: {odd}"
            continue
        if why is None:
            continue
        if not why:
            doubt = doubt or f"{known.record.id} names only a part of {_span(here)}"
            continue
        held.append((f"{why} ({part.statement})" if part.statement else why, fixed))
    if held:
        fix = _furthest(here, [fixed for _, fixed in held])
        return Told(known, held[0][0], fix and _mended(here, known.record, fix))
    return Told(known, doubt=doubt) if doubt else None


def _held(here: Component, part: Affected, hit: Hit) -> tuple[str | None, str | None]:
    """Return (why, fixed in): why is None when it is not held, empty when only a part of it is."""
    if hit.run < 0:
        return f"{here.version} is named", _next_fix(here, part)
    stretch = part.stretches[hit.run]
    if stretch.low is None and stretch.high is None:
        return stretch_words(stretch, here.version), stretch.fixed_in
    scheme = scheme_of(here.purl)
    if hit.how is How.ODD:
        _read_both(scheme, stretch)
    if hit.how is How.BEFORE:
        return f"{here.version} comes before its fix {stretch.fixed_in}", stretch.fixed_in
    if here.newest:
        return _ranged(scheme, here, stretch)
    if hit.how is How.APART and not holds(scheme, here.version, stretch):
        return None, None
    return stretch_words(_as_written(scheme, stretch, here.version), here.version), stretch.fixed_in


def _as_written(scheme: Scheme, stretch: Stretch, version: str) -> Stretch:
    """Composer's ``>=1.0`` begins with the previews of 1.0; whoever has none reads ``1.0``."""
    plain = (stretch.low or "").removesuffix(_PREVIEWS)
    if plain != stretch.low and plain and scheme.compare(plain, version) <= 0:
        return replace(stretch, low=plain)
    return stretch


def _read_both(scheme: Scheme, stretch: Stretch) -> None:
    """Raise the reason why a stretch has no bytes."""
    for bound in (stretch.low, stretch.high):
        if bound is not None:
            scheme.key(bound)


def _ranged(scheme: Scheme, here: Component, stretch: Stretch) -> tuple[str | None, str | None]:
    oldest, newest = (holds(scheme, end, stretch) for end in (here.version, here.newest))
    if oldest and newest:
        return stretch_words(stretch, _span(here)), stretch.fixed_in
    return "", None


def _span(here: Component) -> str:
    return f"{here.version} to {here.newest}" if here.newest else here.version


def _next_fix(here: Component, part: Affected) -> str | None:
    """The oldest fix after a version that is named alone."""
    try:
        scheme = scheme_of(here.purl)
        fixes = [run.fixed_in for run in part.stretches if run.fixed_in is not None]
        later = [fix for fix in fixes if scheme.compare(fix, here.version) > 0]
        return min(later, key=scheme.place, default=None)
    except ValueError:
        return None


def _furthest(here: Component, fixes: Sequence[str | None]) -> str | None:
    """Where several stretches hold it, all must be left behind; None when one has no fix."""
    known = [fix for fix in fixes if fix is not None]
    if len(known) < len(fixes) or len(known) <= 1:
        return known[0] if len(known) == len(fixes) and known else None
    try:
        return max(known, key=scheme_of(here.purl).place)
    except ValueError:
        return known[0]


def _mended(here: Component, record: Record, fix: str) -> str | None:
    """A fix that the record names again mends nothing: then the next one that it does not name."""
    parts = [
        part
        for part in record.affected
        if part.release in {"", here.release} and canonical(part.purl) == canonical(here.purl)
    ]
    spans = [span for part in parts for span in part.stretches]
    named_alone = {version for part in parts for version in part.versions}
    if len(spans) <= 1 and fix not in named_alone:
        return fix
    return next(
        (
            one
            for one in (fix, *_later(here.purl, fix, spans))
            if one not in named_alone and not any(_holds(here.purl, one, span) for span in spans)
        ),
        None,
    )


def _later(purl: str, fix: str, spans: Iterable[Stretch]) -> Sequence[str]:
    try:
        scheme = scheme_of(purl)
        fixes = {span.fixed_in for span in spans if span.fixed_in is not None}
        return sorted((one for one in fixes if scheme.compare(one, fix) > 0), key=scheme.place)
    except ValueError:
        return ()


def _holds(purl: str, version: str, stretch: Stretch) -> bool:
    try:
        return holds(scheme_of(purl), version, stretch)
    except ValueError:
        return False


def named(
    here: Component, told: Iterable[Told], known: Names, dangers: Mapping[str, Danger]
) -> tuple[Named, ...]:
    """Tell each vulnerability once, whichever lists name it and by whichever name."""
    groups: dict[str, list[Told]] = {}
    naming = [one for one in told if one.why]
    for one in sorted(naming, key=lambda one: (one.known.record.id, one.known.feed)):
        groups.setdefault(known.leader(one.known.names[0]), []).append(one)
    return tuple(
        _together(here, group, known.all_of(leader), _danger(group, known, dangers))
        for leader, group in groups.items()
    )


def _danger(group: Sequence[Told], known: Names, dangers: Mapping[str, Danger]) -> Danger:
    """A record of several CVEs is as dangerous as the worst of them."""
    leaders = {known.leader(name): None for one in group for name in one.known.names}
    return worst([dangers[leader] for leader in leaders if leader in dangers])


def _together(here: Component, group: list[Told], names: Sequence[str], danger: Danger) -> Named:
    records = [one.known.record for one in group]
    first = records[0]
    said = [one.id for one in records] + [name for one in records for name in one.aliases]
    said += [name for name in names if name.startswith("CVE-")]
    grades = [one.severity for one in records if one.severity is not None]
    return Named(
        id=first.id,
        aliases=tuple(name for name in dict.fromkeys(said) if name != first.id),
        summary=next((one.summary for one in records if one.summary), ""),
        severity=max(grades, default=None),
        vector=next((one.vector for one in records if one.vector), ""),
        fixed_in=_nearest(here, [one.fixed_in for one in group if one.fixed_in is not None]),
        why=group[0].why,
        feeds=tuple(dict.fromkeys(one.known.feed for one in group)),
        url=next((one.url for one in records if one.url), ""),
        remedy=next((one.remedy for one in records if one.remedy), ""),
        danger=danger,
    )


def _nearest(here: Component, fixes: Sequence[str]) -> str | None:
    """Of what several lists call the fix, the nearest: lists without lines name a later one."""
    if len(fixes) <= 1:
        return fixes[0] if fixes else None
    try:
        return min(fixes, key=scheme_of(here.purl).place)
    except ValueError:
        return fixes[0]


def answers(
    asked: Asked,
    told: Mapping[int, Sequence[Told]],
    found: Mapping[int, tuple[Named, ...]],
    by: Coverage,
) -> Sequence[Answer]:
    """Answer for each component, in the order in which they were asked for.

    Nobody speaks of most of them: these are cleared, or not, without a further look.
    """
    spoken = told.keys() | asked.unreadable.keys()
    answers = [Answer(here, *by.of(here)) for here in asked.components]
    for place in spoken:
        here, unreadable = asked.components[place], asked.unreadable.get(place, "")
        weighed = _weighed(here, told.get(place, ()), found.get(place, ()), unreadable)
        answers[place] = weighed or answers[place]
    return answers


def _weighed(
    here: Component, told: Sequence[Told], found: tuple[Named, ...], unreadable: str
) -> Answer | None:
    """Weigh everything: a name counts first, then what could not be told; None for neither."""
    left = tuple(name for name in found if not _mitigated(here, name))
    if found and not left:
        return Answer(here, Standing.NOT_AFFECTED, here.mitigated)
    if left:
        return Answer(here, Standing.AFFECTED, _counted(left), left)
    if unreadable:
        return Answer(here, Standing.UNKNOWN, unreadable)
    if told:
        return Answer(here, Standing.UNKNOWN, "; ".join(this.doubt for this in told[:_SHOWN]))
    return None


def _mitigated(here: Component, name: Named) -> bool:
    if not here.mitigated or not here.mitigates:
        return bool(here.mitigated)
    return not {name.id, *name.aliases}.isdisjoint(here.mitigates)


def _counted(found: Sequence[Named]) -> str:
    shown = ", ".join(one.id for one in found[:_SHOWN])
    more = len(found) - _SHOWN
    return f"named by {shown}" + (f" and {more} more" if more > 0 else "")
