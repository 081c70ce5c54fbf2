"""Subject and body of a letter: short, harmless, with everything that is needed to act. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storewarden.core.estate import Estate, Person
from storewarden.core.findings import Finding
from storewarden.core.plain import plain
from storewarden.engine.remedies import dangers, remedies
from storewarden.engine.scoreboard import name_of

_MOST_LINES: Final = 20
_LONGEST_LINE: Final = 500
_LONGEST_SUBJECT: Final = 150


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter is about; ``rung`` above 0 means that somebody before has not read it."""

    finding: Finding
    estate: Estate
    person: Person
    rung: int
    link: str
    until: datetime


def subject(told: Told) -> str:
    """Write the subject: how grave, by when, and what."""
    finding = told.finding
    late = "unread, " if told.rung else ""
    words = f"[{told.estate.name}] {finding.severity.word}, {late}read by {finding.read_by}"
    return _line(f"{words}: {finding.said}", _LONGEST_SUBJECT)


def body(told: Told) -> str:
    """Write the whole text; every line of it is harmless and no line is endless."""
    return "\n".join(_line(line) for line in _lines(told)) + "\n"


def _lines(told: Told) -> Iterator[str]:
    finding = told.finding
    yield f"{told.person.name},"
    yield ""
    yield from _why_you(told)
    yield finding.said
    yield ""
    yield f"Where:    {finding.asset}, {finding.subject}"
    yield f"Grade:    {finding.severity.word}"
    yield f"Owner:    {name_of(told.estate, finding.owner) or finding.owner}"
    yield f"Read by:  {finding.read_by}"
    yield f"Fix by:   {finding.fix_by}"
    if finding.dated is not None:
        yield f"Because:  {finding.dated.words}"
    yield from _listed("How dangerous", dangers(finding))
    yield from _listed("What to do", remedies(finding))
    yield from _listed("What was seen", finding.evidence)
    yield ""
    yield from _answer(told)


def _why_you(told: Told) -> Iterator[str]:
    if told.rung:
        owner = name_of(told.estate, told.finding.owner) or told.finding.owner
        yield f"Nobody has read this by {told.finding.read_by}. Its owner is {owner}; you are next."
        yield ""


def _listed(heading: str, lines: tuple[str, ...]) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{heading}:"
    yield from (f"- {line}" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"- and {len(lines) - _MOST_LINES} more: storewarden show"


def _answer(told: Told) -> Iterator[str]:
    name = told.finding.id
    if told.link:
        yield "Say that you have read it and see to it (one click, works once, only for you,"
        yield f"until {told.until:%Y-%m-%d %H:%M} UTC):"
        yield told.link
    else:
        yield "Say that you have read it and see to it:"
        yield f"storewarden ack {name} --as {told.person.id}"
    yield ""
    yield f"All about it: storewarden show {name}"


def _line(text: str, most: int = _LONGEST_LINE) -> str:
    """Make one harmless line; only a link may be longer."""
    words = plain(" ".join(text.split()) if "\n" in text or "\r" in text else text)
    if len(words) <= most or words.startswith(("http://", "https://")):
        return words
    return f"{words[:most]} ..."
