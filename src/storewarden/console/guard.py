"""Stands before every page: right host, reading only, a session, and headers for the answer."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, HttpResponseBadRequest

from storewarden.console.entry.view import has_session
from storewarden.console.frame.messages import message, refused
from storewarden.console.plain import plain
from storewarden.core.errors import StorewardenError

OPEN: Final = ("/enter/", "/static/")
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Django's shape of something that stands before every page."""

    def __init__(self, inside: Callable[[ASGIRequest], HttpResponse]) -> None:
        self._inside = inside

    def __call__(self, request: ASGIRequest) -> HttpResponse:
        """Answer a request, or refuse it; every answer carries the headers."""
        answer = _refusal(request) or self._inside(request)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    def process_exception(self, request: ASGIRequest, trouble: Exception) -> HttpResponse | None:
        """Tell the errors of the house in their own words; others are Django's to report."""
        if isinstance(trouble, StorewardenError):
            return message(request, 503, "The ledger cannot be read", plain(str(trouble)))
        return None


def _refusal(request: ASGIRequest) -> HttpResponse | None:
    try:
        request.get_host()
    except DisallowedHost:
        return HttpResponseBadRequest("This console answers on this machine only.\n", "text/plain")
    if request.method not in {"GET", "HEAD"}:
        answer = HttpResponse("This console only reads.\n", "text/plain", status=405)
        answer["Allow"] = "GET, HEAD"
        return answer
    if request.path.startswith(OPEN) or has_session(request):
        return None
    return refused(request, "This page is not open to this browser")
