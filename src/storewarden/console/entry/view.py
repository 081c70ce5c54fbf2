"""Lets the browser in that brings the one-time token, and gives it a session."""

from datetime import timedelta
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, HttpResponseRedirect

from storewarden.console.frame.messages import refused
from storewarden.console.watched import watched

LASTS: Final = timedelta(hours=12)
_SALT: Final = "storewarden.console.session"
_INSIDE: Final = "inside"


def enter(request: ASGIRequest, token: str) -> HttpResponse:
    """Exchange the token for a session; a used or wrong one is refused with what to do."""
    if request.method != "GET":
        return HttpResponse(status=204)  # looking at a link does not use it up
    if has_session(request):
        return HttpResponseRedirect("/")
    if not watched(request).door.use(token):
        return refused(request, "This link was used already, or is not right")
    answer = HttpResponseRedirect("/")
    answer.set_signed_cookie(
        _cookie(request),
        _INSIDE,
        salt=_SALT,
        max_age=LASTS,
        httponly=True,
        samesite="Strict",
    )
    return answer


def has_session(request: ASGIRequest) -> bool:
    """Tell whether the request carries a session that this console gave, and not too long ago."""
    told = request.get_signed_cookie(_cookie(request), default="", salt=_SALT, max_age=LASTS)
    return told == _INSIDE


def _cookie(request: ASGIRequest) -> str:
    """Name the cookie by the port: browsers send cookies to every port of a host."""
    return f"storewarden_{request.get_port()}"
