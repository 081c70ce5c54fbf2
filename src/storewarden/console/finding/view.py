"""One finding: what was seen, who has it, by when, how to put it right, and its story."""

from dataclasses import dataclass
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render

from storewarden.console.check.advice import advice
from storewarden.console.days import due, moment, written
from storewarden.console.plain import sentence
from storewarden.console.watched import Watched, watched
from storewarden.core.findings import Action, AuditEntry, Finding, State
from storewarden.core.plain import plain
from storewarden.engine.remedies import dangers, remedies

_STATES: Final = {
    State.NEW: "new: nobody has read it yet",
    State.ACKNOWLEDGED: "acknowledged",
    State.FIXED: "fixed",
    State.REGRESSED: "came back after it was fixed",
    State.ACCEPTED: "accepted",
    State.FALSE_ALARM: "false alarm",
}
_HAPPENED: Final = {
    Action.RAISED: "seen for the first time",
    Action.FIXED: "fixed",
    Action.REGRESSED: "came back",
    Action.ACKNOWLEDGED: "acknowledged",
    Action.ACCEPTED: "accepted",
    Action.ACCEPTANCE_ENDED: "the acceptance ended",
    Action.FALSE_ALARM: "called a false alarm",
    Action.REOPENED: "open again",
    Action.TOLD: "told by mail",
    Action.ESCALATED: "went up the chain, because nobody had read it",
    Action.REROUTED: "given to somebody else or graded anew",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the finding's story."""

    when: str
    who: str
    what: str
    note: str


def finding(request: ASGIRequest, name: str) -> HttpResponse:
    """Show the page."""
    seen = watched(request)
    found = seen.finding(name)
    if found is None:
        raise Http404
    today, check = seen.now().date(), seen.check(found.check)
    page = {
        "title": found.said,
        "here": "findings",
        "estate": seen.estate.name,
        "finding": found,
        "state": _state(seen, found),
        "owner": seen.name(found.owner),
        "read": due(found.read_by, today),
        "fix": due(found.fix_by, today),
        "first_seen": moment(found.first_seen),
        "last_seen": moment(found.last_seen),
        "dated": plain(found.dated.words) if found.dated else "",
        "dangers": [plain(words) for words in dangers(found)],
        "remedies": [plain(words) for words in remedies(found)],
        "advice": advice(check) if check else None,
        "story": [_happening(seen, found, entry) for entry in seen.history(name)],
    }
    return render(request, "finding/page.html", page)


def _state(seen: Watched, finding: Finding) -> str:
    words = _STATES[finding.state]
    if finding.state is State.ACKNOWLEDGED:
        words += f" by {seen.name(finding.acknowledged_by)}"
    if finding.state is State.ACCEPTED and finding.until:
        words += f" until {written(finding.until)}"
    return words


def _happening(seen: Watched, finding: Finding, entry: AuditEntry) -> Happening:
    what = _HAPPENED.get(Action(entry.action), entry.action)
    who = "Storewarden" if entry.actor == "storewarden" else seen.name(entry.actor)
    note = "" if sentence(entry.note) == finding.said else entry.note
    return Happening(moment(entry.at), who, what, note)
