"""Hands out the two files that the pages use; they come with the program, from nowhere else."""

from pathlib import Path
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpResponse

_KINDS: Final = {"console.css": "text/css; charset=utf-8", "mark.svg": "image/svg+xml"}


def file(_request: ASGIRequest, name: str) -> HttpResponse:
    """Answer with one of the files, by name."""
    if name not in _KINDS:
        raise Http404
    return HttpResponse(Path(__file__).with_name(name).read_bytes(), content_type=_KINDS[name])
