"""Takes the inventory of a site from outside: one front page, a few files, every reader once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.core.errors import BudgetSpent, OutOfScope, Unreachable
from storewarden.core.inventory import Component, Gap, Inventory
from storewarden.core.outside import OutsideReader
from storewarden.core.ports import Request, Response, Web
from storewarden.engine.inventory.taking import FAILURES, put_together, sound, words_of

MOST_FILES: Final = 60
"""Files that one visit asks for at the most."""

_GOOD: Final = range(200, 300)


def visit(web: Web, readers: Sequence[OutsideReader]) -> Inventory:
    """Tell every component that shows from outside, once; the reader that knows best counts.

    Raises `Unreachable` when the front page cannot be had, `OutOfScope` and `BudgetSpent`.
    """
    page = web.send(Request("/"))
    if page.status not in _GOOD:
        raise Unreachable(f"the front page was answered {page.status}; nothing could be told")
    found = put_together(_told(_Visit(web, page), readers))
    known = {one.purl for one in found.components if not one.unreadable}
    return replace(
        found,
        components=tuple(
            one for one in found.components if not one.unreadable or one.purl not in known
        ),
    )


def _told(visited: "_Visit", readers: Sequence[OutsideReader]) -> Iterator[Component | Gap]:
    for reader in readers:
        try:
            for component in reader.read(visited):
                yield sound(component)
        except FAILURES as broken:
            yield Gap(visited.page.url, words_of(broken))
    yield from visited.gaps()


class _Visit:
    """One visit; what was asked for is remembered."""

    def __init__(self, web: Web, page: Response) -> None:
        self.page = page
        self._web = web
        self._known: dict[str, Response | None] = {}
        self._because: dict[str, None] = {}

    def file(self, address: str) -> Response | None:
        """A file of the site; see `core.outside.Visit`."""
        try:
            whole = urljoin(self.page.url, address).partition("#")[0]
            ours = urlsplit(whole).netloc == urlsplit(self.page.url).netloc
        except ValueError:
            return None  # no address that anything can have
        if not ours:
            return None
        if whole not in self._known:
            self._known[whole] = self._asked(whole)
        return self._known[whole]

    def gaps(self) -> Iterator[Gap]:
        """Why some files were not looked at."""
        for because in self._because:
            yield Gap(self.page.url, because)

    def _asked(self, address: str) -> Response | None:
        if len(self._known) >= MOST_FILES:
            self._because[f"only {MOST_FILES} of its files were looked at"] = None
            return None
        try:
            answer = self._web.send(Request(address))
        except OutOfScope:
            return None
        except (Unreachable, BudgetSpent) as gone:
            self._because[str(gone)] = None
            return None
        return answer if answer.status in _GOOD else None
