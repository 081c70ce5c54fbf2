"""Puts into words what the machine tells."""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.kernels.windows.behaviour import Behaviour, By, Distinct, Tally
from storewarden.kernels.windows.memory import Rows, Told
from storewarden.kernels.windows.rules import Layout
from storewarden.kernels.windows.signals import Signal

_ACTORS: Final = {
    By.ADDRESS: ActorKind.ADDRESS,
    By.BLOCK: ActorKind.CROWD,
    By.ALL: ActorKind.CROWD,
    By.ACCOUNT: ActorKind.ACCOUNT,
    By.SESSION: ActorKind.SESSION,
}
_OBJECTS: Final = {
    Signal.VOUCHER_TRY: ActorKind.VOUCHER,
    Signal.CARD_TRY: ActorKind.CARD,
    Signal.CARD_FAILED: ActorKind.CARD,
}
_WORDS: Final = {
    Signal.PAGE: "pages looked at",
    Signal.GOODS: "pages of goods looked at",
    Signal.STATIC: "files fetched",
    Signal.MISSING: "requests for what is not there",
    Signal.LOGIN_FAILED: "failed log-ins",
    Signal.LOGIN_OK: "log-ins",
    Signal.LOGIN_TRY: "log-in tries",
    Signal.VOUCHER_TRY: "voucher tries",
    Signal.CARD_TRY: "card tries",
    Signal.CARD_FAILED: "refused cards",
    Signal.EXPORT: "exports",
    Signal.USER_LISTING: "questions for user names",
    Signal.SECRET_FILE: "requests for secret files",
    Signal.ADMIN_PROBE: "requests for admin tools that are not there",
    Signal.TECHNOLOGY_PROBE: "requests for software that is not there",
    Signal.PROBE: "requests with an attack pattern",
    Signal.SCANNER: "requests by a scanner that names itself",
}
_DIFFER: Final = {
    Distinct.NONE: "",
    Distinct.PATH: ", each for another path",
    Distinct.URI: ", each another request",
    Distinct.AGENT: ", each by another client program",
    Distinct.ADDRESS: ", each from another address",
    Distinct.ACCOUNT: ", each of another account",
    Distinct.OBJECT: ", each with another code",
}
_UNITS: Final = ((86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds"))


def alerts(
    told: Told, count: int, rows: Rows, layout: Layout, names: Sequence[str], sources: Sequence[str]
) -> Iterator[Alert]:
    """Turn what was told into alerts."""
    for number in range(count):
        tally, row = int(told.tally[number]), int(told.row[number])
        raised = layout.raised[tally]
        if raised is None:
            continue
        yield _alert(raised[0], layout.tallies[tally], told, number, rows, row, names, sources)


def _alert(  # noqa: PLR0913, PLR0917 - one alert has many sides
    behaviour: Behaviour,
    tally: Tally,
    told: Told,
    number: int,
    rows: Rows,
    row: int,
    names: Sequence[str],
    sources: Sequence[str],
) -> Alert:
    members = told.members[number, : told.membered[number]].tolist()
    crowd = tuple(sorted(names[member] for member in members))
    mine = names[rows.keys[row, By.ADDRESS]]
    alone = (mine,) if mine and tally.by not in {By.ALL, By.BLOCK} else ()
    lines = told.lines[number, : told.lined[number]].tolist()
    return Alert(
        rule=behaviour.id,
        title=behaviour.title,
        severity=behaviour.severity,
        classes=behaviour.classes,
        actor=_actor(tally, names[told.key[number]]),
        first=int(told.first[number]),
        last=int(rows.time[row]),
        count=int(told.counted[number]),
        source=sources[rows.source[row]],
        lines=tuple(EvidenceLine(line, "") for line in lines),
        why=why(tally, int(told.counted[number])),
        do=behaviour.do,
        addresses=crowd if tally.distinct is Distinct.ADDRESS else alone,
    )


def _actor(tally: Tally, name: str) -> Actor:
    if tally.by is By.OBJECT:
        return Actor(_OBJECTS.get(tally.counts, ActorKind.KEY), name)
    return Actor(_ACTORS[tally.by], name or "everyone")


def why(tally: Tally, count: int) -> str:
    """Say which count crossed the bar, in a sentence without names."""
    what = _WORDS.get(tally.counts, tally.counts.name.lower().replace("_", " "))
    if tally.bar == 1:
        return f"one of: {what}"
    return f"{count} {what} within {_time(tally.span)}{_DIFFER[tally.distinct]}"


def _time(span: int) -> str:
    seconds = span / 1_000_000
    for unit, word in _UNITS:
        if seconds >= 2 * unit and seconds % unit == 0:
            return f"{seconds / unit:.0f} {word}"
    return f"{seconds:g} seconds"
