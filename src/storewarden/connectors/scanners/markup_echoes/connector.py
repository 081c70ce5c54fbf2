"""Types a made-up tag into the search fields of a site and looks how it comes back.

The tag does nothing in a browser. Fields come from the front page's own forms and from the paths at
which platforms usually search.
"""

from collections.abc import Iterator
from secrets import token_hex
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.pentests import Echo, MarkupEcho
from storewarden.kernels.pages import forms

_USUAL: Final = (("/search/", "q"), ("/search/", "query"), ("/", "s"), ("/search", "q"))
_TYPED: Final = frozenset({"text", "search", "textarea", "email", "tel", "url"})
_MOST: Final = 8
_NOT_THERE: Final = frozenset({404, 410})
_FAILED: Final = 400
_BROKEN: Final = 500


def gather(site: Site, access: Access) -> Iterator[MarkupEcho]:
    """Tell one fact a field; a usual path that is not there tells none."""
    del site
    front = access.web.send(Request("/"))
    own = dict.fromkeys(_fields(front))
    for path, field in [*dict.fromkeys([*own, *_USUAL])][:_MOST]:
        seen = _try(access.web, path, field)
        if seen.status not in _NOT_THERE or (path, field) in own:
            yield seen


def _fields(front: Response) -> Iterator[tuple[str, str]]:
    """Path and field of each form that asks by GET and stays on this site."""
    for form in forms(front.text):
        target = urlsplit(urljoin(front.url, form.action))
        stays = target.netloc == urlsplit(front.url).netloc
        if form.method == "get" and stays:
            yield from ((target.path, one.name) for one in form.fields if one.kind in _TYPED)


def _try(web: Web, path: str, field: str) -> MarkupEcho:
    """Type a tag with quotation marks; where those upset the search, a bare one."""
    seen = _type(web, path, field, ' x="\'"')
    return _type(web, path, field, "") if seen.status >= _BROKEN else seen


def _type(web: Web, path: str, field: str, attribute: str) -> MarkupEcho:
    word = f"sw{token_hex(6)}"
    tag = f"<{word}{attribute}>"
    answer = web.send(Request(f"{path}?{urlencode({field: word + tag})}"))
    return MarkupEcho(path, field, _echo(answer, word, tag), answer.status)


def _echo(answer: Response, word: str, tag: str) -> Echo:
    page = answer.text
    is_page = "html" in answer.headers.get("content-type", "text/html")
    if is_page and tag in page:
        return Echo.RAW
    if answer.status >= _FAILED:
        return Echo.NO_ANSWER
    return Echo.ESCAPED if word in page else Echo.NOT_SHOWN


CONNECTOR = Connector(reads=Site, gives=(MarkupEcho,), gather=gather)
