"""Pages that only say something: you are not in, there is no such page, it cannot be read."""

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render


def message(request: ASGIRequest, status: int, title: str, *paragraphs: str) -> HttpResponse:
    """Say something on a page of its own."""
    words = {"title": title, "paragraphs": paragraphs, "status": status}
    return render(request, "frame/message.html", words, status=status)


def refused(request: ASGIRequest, title: str) -> HttpResponse:
    """Refuse somebody without a session, and say how to get one."""
    return message(
        request,
        403,
        title,
        "This console opens with a one-time link, in one browser, for twelve hours.",
        "To get a new link, stop “storewarden serve” in its terminal with Ctrl-C, start it again, "
        "and open the link that it prints.",
    )


def not_found(request: ASGIRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    del exception  # its words name routes, which help nobody
    return message(
        request,
        404,
        "There is no such page",
        "The address may be mistyped, or the finding may be of another estate.",
    )


def broken(request: ASGIRequest) -> HttpResponse:
    """Say that the console itself failed."""
    return message(
        request,
        500,
        "The console could not draw this page",
        "Nothing was changed: the console only reads. The terminal in which “storewarden serve” "
        "runs says more.",
    )
