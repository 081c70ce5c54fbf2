"""Plugs the book of advisories into the answers for other programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from storewarden.bootstrap.clock import now

if TYPE_CHECKING:
    from storewarden.core.ports import AdvisoryBook
    from storewarden.engine.answering import Reply


@dataclass(frozen=True, slots=True)
class Question:
    """What another program asked; everything in it is hostile.

    Attributes:
        base: the address under which we were reached: ``http://127.0.0.1:8000``.
        query: the address line behind the ``?``; ``body`` what was sent.
    """

    method: str
    path: str
    base: str
    query: str = ""
    body: bytes = b""


PATHS: Mapping[str, Sequence[str]] = {
    "/v1/query": ("POST",),
    "/v1/querybatch": ("POST",),
    "/packages.json": ("GET",),
    "/api/security-advisories/": ("GET", "POST"),
}
"""What is answered, and by which methods; what begins with `NOTHING_BELOW` is answered by 404."""

NOTHING_BELOW = "/p2/"
"""Where Composer looks for packages; there are none."""


def answer(open_book: "Callable[[], AdvisoryBook]", asked: Question) -> "Reply":
    """Answer a question for one of `PATHS`; raises `LedgerError`."""
    from storewarden.engine import answering

    if asked.path == "/packages.json":
        return answering.package_list(asked.base)
    book = open_book()
    if asked.path == "/v1/query":
        return answering.query(book, now(), asked.body)
    if asked.path == "/v1/querybatch":
        return answering.query_batch(book, now(), asked.body)
    return answering.advisories_of(book, now(), _packages(asked))


def _packages(asked: Question) -> list[str]:
    """``packages[]=vendor/name``, in the address line or as a form."""
    form = asked.body.decode("utf-8", "replace") if asked.method == "POST" else asked.query
    try:
        fields = parse_qs(form, max_num_fields=20_000)
    except ValueError:
        return []
    named = (values for field, values in fields.items() if field.startswith("packages["))
    return [name for values in named for name in values]
