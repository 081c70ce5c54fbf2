"""The signed link of a mail: looking changes nothing, one click acknowledges as that person.

Mail scanners open links before people do, so only a POST does anything. Nobody is signed in here:
the link itself is the key, it works for one person and one finding, and it works once.
"""

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render

from storewarden.console.days import written
from storewarden.console.frame.messages import message
from storewarden.console.plain import shown
from storewarden.console.watched import Watched, watched
from storewarden.core.errors import LinkRefused, NotAllowed
from storewarden.core.findings import Finding
from storewarden.core.notices import Pass
from storewarden.core.plain import plain
from storewarden.engine.remedies import remedies


def acknowledge(request: ASGIRequest, token: str) -> HttpResponse:
    """Show what the link does, or do it; a used, ended or forged one says so."""
    seen = watched(request)
    try:
        if request.method == "POST":
            return _done(request, seen, token)
        way, finding = seen.desk.look(token)
    except (LinkRefused, NotAllowed) as refused:
        return message(request, 410, "This link does nothing", plain(_sentence(str(refused))))
    return render(request, "acknowledge/page.html", _page(seen, way, shown(finding)))


def _done(request: ASGIRequest, seen: Watched, token: str) -> HttpResponse:
    change = seen.desk.use(token)
    finding = shown(change.after)
    page = {
        "title": f"Thank you, {seen.name(change.actor)}",
        "said": finding.said,
        "fix_by": written(finding.fix_by),
    }
    return render(request, "acknowledge/done.html", page)


def _page(seen: Watched, way: Pass, finding: Finding) -> dict[str, object]:
    return {
        "title": "Have you read this?",
        "of": plain(seen.estate.name),
        "finding": finding,
        "person": seen.name(way.person),
        "owner": seen.name(finding.owner),
        "fix_by": written(finding.fix_by),
        "until": f"{written(way.until.date())}, {way.until:%H:%M} UTC",
        "dated": plain(finding.dated.words) if finding.dated else "",
        "remedies": [plain(words) for words in remedies(finding)],
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
