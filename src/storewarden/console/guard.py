"""Stands before every page: right host, reading only, a session, and headers for the answer."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, HttpResponseBadRequest

from storewarden.console.entry.view import has_session
from storewarden.console.frame.messages import message, refused
from storewarden.console.settings import LOOPBACK
from storewarden.core.errors import StorewardenError
from storewarden.core.plain import plain

LINKS: Final = ("/ack/",)
OPEN: Final = ("/enter/", "/static/", *LINKS)
FROM_OUTSIDE: Final = ("/static/", *LINKS)
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
        host = request.get_host()
    except DisallowedHost:
        return HttpResponseBadRequest("This console answers on this machine only.\n", "text/plain")
    if not _is_loopback(host) and not request.path.startswith(FROM_OUTSIDE):
        words = "Only the links of mails open here.\n"
        return HttpResponse(words, "text/plain", status=403)
    if request.method not in _allowed(request.path):
        answer = HttpResponse("This console only reads.\n", "text/plain", status=405)
        answer["Allow"] = ", ".join(_allowed(request.path))
        return answer
    if request.path.startswith(OPEN) or has_session(request):
        return None
    return refused(request, "This page is not open to this browser")


def _allowed(path: str) -> tuple[str, ...]:
    return ("GET", "HEAD", "POST") if path.startswith(LINKS) else ("GET", "HEAD")


def _is_loopback(host: str) -> bool:
    return host.rpartition(":")[0] in LOOPBACK or host in LOOPBACK
