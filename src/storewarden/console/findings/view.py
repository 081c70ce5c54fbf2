"""The list of findings, what to do first at the top, narrowed by five questions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render

from storewarden.console.days import Due, due
from storewarden.console.watched import Watched, watched
from storewarden.core.findings import Finding, State
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity

MOST: Final = 500
"""Findings on one page; beyond it the reader is asked to narrow the list."""

OPEN: Final = "open"
STATES: Final = {
    State.NEW: "new",
    State.ACKNOWLEDGED: "acknowledged",
    State.FIXED: "fixed",
    State.REGRESSED: "came back",
    State.ACCEPTED: "accepted",
    State.FALSE_ALARM: "false alarm",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to one of the questions."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One way to narrow the list."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in the list."""

    finding: Finding
    state: str
    owner: str
    fix: Due


_ASKED: Final[Mapping[str, Callable[[Finding], str]]] = {
    "step": lambda finding: finding.step.key,
    "severity": lambda finding: finding.severity.word,
    "asset": lambda finding: finding.asset,
    "owner": lambda finding: finding.owner,
}


def findings(request: ASGIRequest) -> HttpResponse:
    """Show the page."""
    seen = watched(request)
    asked = {name: request.GET.get(name, "") for name in (*_ASKED, "state")}
    everything = seen.findings()
    fitting = narrowed(everything, asked)
    today = seen.now().date()
    page = {
        "title": "Findings",
        "here": "findings",
        "estate": seen.estate.name,
        "questions": _questions(seen, everything, asked),
        "lines": [
            Line(one, STATES[one.state], seen.name(one.owner), due(one.fix_by, today))
            for one in fitting[:MOST]
        ],
        "count": len(fitting),
        "more": max(0, len(fitting) - MOST),
        "narrowed": any(asked.values()),
    }
    return render(request, "findings/page.html", page)


def narrowed(findings: Iterable[Finding], asked: Mapping[str, str]) -> list[Finding]:
    """Keep the findings that fit all answers; without an answer about the state, the open ones."""
    answers = [(question, asked[name]) for name, question in _ASKED.items() if asked.get(name)]
    state = asked.get("state") or OPEN
    return [
        finding
        for finding in findings
        if all(question(finding) == answer for question, answer in answers)
        and (state in ("any", finding.state.value) or (state == OPEN and finding.state.is_open))
    ]


def _questions(
    seen: Watched, everything: Sequence[Finding], asked: Mapping[str, str]
) -> list[Question]:
    assets = sorted({finding.asset for finding in everything})
    owners = sorted({finding.owner for finding in everything})
    states = {OPEN: "open", **{state.value: word for state, word in STATES.items()}, "any": "any"}
    return [
        _question("step", "Step", {step.key: step.label for step in Step}, asked),
        _question("severity", "Severity", {s.word: s.word for s in reversed(Severity)}, asked),
        _question("asset", "Where", {asset: asset for asset in assets}, asked),
        _question("owner", "Owner", {owner: seen.name(owner) for owner in owners}, asked),
        _question("state", "State", states, {"state": asked["state"] or OPEN}),
    ]


def _question(
    name: str, label: str, labels: Mapping[str, str], asked: Mapping[str, str]
) -> Question:
    everything = {} if name == "state" else {"": "any"}
    return Question(
        name,
        label,
        tuple(
            Choice(value, words, value == asked[name])
            for value, words in {**everything, **labels}.items()
        ),
    )
