"""One check: what it asks, why that matters, how to put it right, and what it says now."""

from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render

from storewarden.console.check.advice import advice
from storewarden.console.watched import watched


def check(request: ASGIRequest, name: str) -> HttpResponse:
    """Show the page."""
    seen = watched(request)
    found = seen.check(name)
    if found is None:
        raise Http404
    page = {
        "title": found.question,
        "here": "findings",
        "estate": seen.estate.name,
        "advice": advice(found),
        "step": found.step,
        "findings": [f for f in seen.findings() if f.check == name and f.state.is_open],
    }
    return render(request, "check/page.html", page)
