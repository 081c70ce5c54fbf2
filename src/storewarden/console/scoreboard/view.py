"""The scoreboard: nine rows, and the three things to do first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render

from storewarden.console.days import Due, due, moment
from storewarden.console.scoreboard.picture import Piece, pieces
from storewarden.console.watched import Watched, watched
from storewarden.core.findings import Finding
from storewarden.core.scoreboard import Row, Scoreboard


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the scoreboard, ready to be shown."""

    row: Row
    picture: tuple[Piece, ...]
    next: Due | None


@dataclass(frozen=True, slots=True)
class First:
    """One of the three things to do first."""

    finding: Finding
    owner: str
    fix: Due


def scoreboard(request: ASGIRequest) -> HttpResponse:
    """Show the page."""
    seen = watched(request)
    board, today = seen.board(), seen.now().date()
    page = {
        "title": "Scoreboard",
        "here": "scoreboard",
        "estate": board.estate,
        "headline": headline(board),
        "checked": moment(board.checked) if board.checked else None,
        "lines": [_line(row, today) for row in board.rows],
        "first": _first(seen, board.first, today),
        "totals": totals(board),
        "unwatched": len(board.unwatched),
    }
    return render(request, "scoreboard/page.html", page)


def headline(board: Scoreboard) -> str:
    """Say in one sentence how the estate stands; unknown is not green."""
    counts = totals(board)
    bad, unknown = counts["bad"], counts["unknown"]
    if board.checked is None:
        return "Nothing was checked yet"
    if bad:
        return "One thing to put right" if bad == 1 else f"{bad} things to put right"
    if unknown:
        return "Nothing bad was seen, but not everything could be seen"
    return "Everything is as it should be"


def totals(board: Scoreboard) -> dict[str, int]:
    """Add the nine rows up."""
    return {
        "good": sum(row.good for row in board.rows),
        "bad": sum(row.bad for row in board.rows),
        "unknown": sum(row.unknown for row in board.rows),
        "set_aside": sum(row.set_aside for row in board.rows),
    }


def _line(row: Row, today: date) -> Line:
    next_ = due(row.next_deadline, today) if row.next_deadline else None
    return Line(row, tuple(pieces(row.good, row.bad, row.unknown)), next_)


def _first(seen: Watched, findings: Sequence[Finding], today: date) -> list[First]:
    return [First(one, seen.name(one.owner), due(one.fix_by, today)) for one in findings]
