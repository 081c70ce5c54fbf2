"""Asks for the followed lists while the watch runs, each as often as it may be asked for."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from storewarden.bootstrap.advisories import advisory_book, followed_feeds
from storewarden.bootstrap.clock import now
from storewarden.bootstrap.feeds import OnChange, act_on
from storewarden.bootstrap.updating import round_of, update
from storewarden.core.errors import AlreadyRunning, StorewardenError
from storewarden.core.estate import Estate
from storewarden.core.feeds import FeedChange
from storewarden.core.ports import AdvisoryBook

if TYPE_CHECKING:
    from storewarden.engine.feeds import Outcome

_LOOK: Final = 5.0
_PATIENCE: Final = 10.0

Remark = Callable[[str], None]


@contextmanager
def polling(estate: Estate, remark: Remark, on_change: OnChange | None = None) -> Iterator[None]:
    """Ask for the lists while the body runs, in a thread of its own.

    ``on_change`` is told of every change once it is in force, ``remark`` of trouble; both are
    called from that thread. Left out, step 3 is judged by what changed, and people are told.
    Nothing happens in an estate that follows no list.
    """
    on_change = on_change or (lambda changes: act_on(estate, changes))
    over = threading.Event()
    worker = threading.Thread(
        target=_work, args=(estate, on_change, remark, over), name="storewarden-feeds", daemon=True
    )
    if followed_feeds(estate):
        worker.start()
    try:
        yield
    finally:
        over.set()
        if worker.is_alive():
            worker.join(_PATIENCE)


def _work(estate: Estate, on_change: OnChange, remark: Remark, over: threading.Event) -> None:
    waiting: list[FeedChange] = []
    book = cache(lambda: advisory_book(estate))  # opened at the first look, then only read
    while not over.is_set():
        try:
            waiting += look(estate, book(), remark)
            if waiting:
                on_change(tuple(waiting))
            waiting.clear()
        except AlreadyRunning:
            pass  # another update or check is at work: what changed is told at the next look
        except (StorewardenError, OSError) as trouble:
            remark(f"the followed lists: {trouble}")
            waiting.clear()
        over.wait(_LOOK)


def look(estate: Estate, book: AdvisoryBook, remark: Remark) -> Sequence[FeedChange]:
    """Ask for every list that is due; returns what changed. Raises what `update` raises."""
    from storewarden.engine.feeds.polling import due

    rounds = [round_of(estate, feed) for feed in followed_feeds(estate)]
    ready = due(rounds, book.states(), now())
    outcomes = update(estate, ready) if ready else ()
    _complain(outcomes, remark)
    return [change for outcome in outcomes for change in outcome.changes]


def _complain(outcomes: "Sequence[Outcome]", remark: Remark) -> None:
    for outcome in outcomes:
        if outcome.state.trouble:
            remark(f"feed {outcome.state.feed}: {outcome.state.trouble}")
