"""Asks a site for addresses that nobody ever made, and recognises pages made for developers."""

from collections.abc import Iterator
from secrets import token_hex
from typing import Final

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response
from storewarden.facts.web import ErrorPage

# All marks of a line must be there, the made-up path among them where it says PATH: an article
# about debugging, listed on a friendly error page, holds one of them at the most.
_PATH: Final = "PATH"
_MARKS: Final = {
    "Django": ("<code>DEBUG = True</code>", "Request URL:", _PATH),
    "Werkzeug": ("Werkzeug Debugger", "EVALEX", "__debugger__"),
    "Laravel": ("Illuminate\\", "vendor/laravel/framework", "Stack trace"),
    "Symfony": ("Symfony Exception", "NotFoundHttpException", _PATH),
    "Rails": ("Rails.root:", "Routing Error", _PATH),
    "ASP.NET": ("Server Error in '", "Version Information:", "<b> Description: </b>"),
    "PHP": ("<br />\n<b>", "</b> on line <b>"),
    "Express": ("<pre>Error", "node_modules/express", "&nbsp; at "),
}
_FAILED: Final = 400


def gather(site: Site, access: Access) -> Iterator[ErrorPage]:
    """Tell one fact for a made-up folder and one for a made-up PHP file."""
    del site
    for path in (f"/{token_hex(8)}/", f"/{token_hex(8)}.php"):
        answer = access.web.send(Request(path))
        yield ErrorPage(answer.status, _shows(answer, path.strip("/")))


def _shows(answer: Response, path: str) -> str | None:
    page = answer.text
    return next(
        (
            framework
            for framework, marks in _MARKS.items()
            if all((path if mark is _PATH else mark) in page for mark in marks)
            and (answer.status >= _FAILED or framework == "PHP")
        ),
        None,
    )


CONNECTOR = Connector(reads=Site, gives=(ErrorPage,), gather=gather)
