"""What people do to findings: acknowledge, accept for a while, call a false alarm. Pure.

Each function answers with the `Change` to be kept; it raises `NoSuchFinding` or `NotAllowed`, and
then nothing is changed. Ids may be abbreviated as long as one finding alone is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from storewarden.core.errors import NoSuchFinding, NotAllowed
from storewarden.core.findings import Action, Change, Finding, State

_MANY: Final = 5
_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and when."""

    person: str
    now: datetime


def named(findings: Mapping[str, Finding], wanted: str) -> Finding:
    """Find the finding whose id is, or begins with, ``wanted``.

    Raises:
        NoSuchFinding: none is meant, or more than one.
    """
    start = wanted.strip().lower()
    if start in findings:
        return findings[start]
    meant = sorted(name for name in findings if start and name.startswith(start))
    if len(meant) == 1:
        return findings[meant[0]]
    if not meant:
        raise NoSuchFinding(f"no finding has the id {wanted!r}; `storewarden findings` lists them")
    some = ", ".join(meant[:_MANY])
    raise NoSuchFinding(f"{wanted!r} is short for {len(meant)} findings ({some} ...): give more")


def acknowledge(findings: Mapping[str, Finding], wanted: str, by: By) -> Change:
    """Say that somebody has read it and deals with it; takes back an acceptance or false alarm."""
    finding = named(findings, wanted)
    if finding.state is State.ACKNOWLEDGED:
        raise NotAllowed(f"{finding.id} was already acknowledged by {finding.acknowledged_by}")
    _refuse_fixed(finding, "acknowledged")
    note = "" if finding.state.is_open else f"no longer {_word(finding.state)}"
    after = replace(
        finding,
        state=State.ACKNOWLEDGED,
        acknowledged_by=by.person,
        reason=None,
        until=None,
    )
    return Change(Action.ACKNOWLEDGED, after, by.person, by.now, note)


def accept(
    findings: Mapping[str, Finding], wanted: str, until: date, reason: str, by: By
) -> Change:
    """Live with it up to and including the day ``until``, for a reason."""
    finding = named(findings, wanted)
    _refuse_fixed(finding, "accepted")
    if until <= by.now.date():
        raise NotAllowed(f"{until} is not in the future: an acceptance needs a last day to come")
    why = _reason(reason)
    after = replace(finding, state=State.ACCEPTED, reason=why, until=until)
    return Change(Action.ACCEPTED, after, by.person, by.now, f"until {until}: {why}")


def false_alarm(findings: Mapping[str, Finding], wanted: str, reason: str, by: By) -> Change:
    """Say that it is not so, for a reason; it stays silent from now on."""
    finding = named(findings, wanted)
    _refuse_fixed(finding, "called a false alarm")
    if finding.state is State.FALSE_ALARM:
        raise NotAllowed(f"{finding.id} is already called a false alarm: {finding.reason}")
    why = _reason(reason)
    after = replace(finding, state=State.FALSE_ALARM, reason=why, until=None)
    return Change(Action.FALSE_ALARM, after, by.person, by.now, why)


def _refuse_fixed(finding: Finding, what: str) -> None:
    if finding.state is State.FIXED:
        raise NotAllowed(f"{finding.id} is fixed, so it cannot be {what}")


def _reason(text: str) -> str:
    why = " ".join(text.split())
    if not why:
        raise NotAllowed("a reason is needed: whoever comes next will ask why")
    if len(why) > _LONGEST_REASON:
        raise NotAllowed(f"the reason has {len(why)} characters; {_LONGEST_REASON} are the most")
    return why


def _word(state: State) -> str:
    return state.value.replace("_", " ")
