"""Takes alerts in at once, and does what may take long in a thread of its own."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final

from storewarden.core.alerts import Alert
from storewarden.core.errors import StorewardenError
from storewarden.notify.blocking import files
from storewarden.notify.blocking.book import Book
from storewarden.notify.blocking.crawlers import Resolver, is_search_engine
from storewarden.notify.blocking.deciding import Decision, Limits, decisions
from storewarden.notify.blocking.webhook import Webhook

_WAITING: Final = 10_000
_ROUND: Final = 1.0
_KNOWN: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the list goes; None for no such way."""

    block_list: Path | None = None
    nginx_include: Path | None = None
    webhook: Webhook | None = None


class Desk:
    """Decides on alerts and hands the list on.

    Args:
        book: the list.
        limits: finds out what may be blocked; is asked once, in the thread.
        resolver: tells search engines; when it cannot, an address is not blocked yet.
        ways: where the list goes.
        clock: tells the time.
        remark: hears of trouble.
    """

    def __init__(
        self,
        book: Book,
        limits: Callable[[], Limits],
        resolver: Resolver,
        ways: Ways,
        clock: Callable[[], datetime],
        remark: Callable[[str], None],
    ) -> None:
        self._book = book
        self._limits = limits
        self._resolver = resolver
        self._ways = ways
        self._clock = clock
        self._remark = remark
        self._queue: Queue[Alert] = Queue(_WAITING)
        self._engines: OrderedDict[str, bool] = OrderedDict()

    def consider(self, alert: Alert) -> None:
        """Take an alert in; never waits."""
        try:
            self._queue.put_nowait(alert)
        except Full:
            self._remark("so many alerts at once that some were not considered for blocking")

    @contextmanager
    def open(self) -> Iterator[None]:
        """Work while the body runs; what waits at its end is still done."""
        over = Event()
        thread = Thread(target=self._work, args=(over,), name="storewarden-blocking", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(30)

    def _work(self, over: Event) -> None:
        limits = self._limits()
        while True:
            alerts = self._waiting()
            try:
                self._carry_out(alerts, limits)
            except StorewardenError as trouble:
                self._remark(str(trouble))
            if over.is_set() and self._queue.empty():
                return

    def _waiting(self) -> Sequence[Alert]:
        alerts: list[Alert] = []
        with suppress(Empty):
            alerts.append(self._queue.get(timeout=_ROUND))
            while len(alerts) < _WAITING:
                alerts.append(self._queue.get_nowait())
        return alerts

    def _carry_out(self, alerts: Sequence[Alert], limits: Limits) -> None:
        now = self._clock()
        wanted = {each.address: each for alert in alerts for each in decisions(alert, limits, now)}
        put = [each for each in wanted.values() if self._may_be_blocked(each.address)]
        if put and self._book.put(put, now) < len(put):
            self._remark("the block list is full; some addresses were left out")
        self._write(now)
        if put:
            self._tell(put, now)

    def _may_be_blocked(self, address: str) -> bool:
        if address not in self._engines:
            try:
                self._engines[address] = is_search_engine(address, self._resolver)
            except StorewardenError as silent:
                self._remark(f"{silent}; so {address} is not blocked")
                return False
            if len(self._engines) > _KNOWN:
                self._engines.popitem(last=False)
        return not self._engines[address]

    def _write(self, now: datetime) -> None:
        ways = self._ways
        if ways.block_list is None and ways.nginx_include is None:
            return
        listed = [entry.decision for entry in self._book.active(now)]
        if ways.block_list is not None:
            files.write(ways.block_list, files.block_list(listed))
        if ways.nginx_include is not None:
            files.write(ways.nginx_include, files.nginx_include(listed))

    def _tell(self, put: Sequence[Decision], now: datetime) -> None:
        if self._ways.webhook is not None:
            self._ways.webhook.tell(put, now)
