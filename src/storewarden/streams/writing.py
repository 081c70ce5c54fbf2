"""Keeps events, reports alerts and saves checkpoints, in order, in a thread of its own."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Event, Thread
from time import monotonic
from typing import Final

from storewarden.core.errors import StorewardenError
from storewarden.streams.figures import Figures
from storewarden.streams.ports import Checkpoint, Outlets, Work

_RETRY: Final = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How much may wait, and how long.

    Attributes:
        most: events that may wait; then the stream waits, and with it whoever sends.
        batch: events at which they are written at once.
        seconds: the longest that an event waits for others.
    """

    most: int = 200_000
    batch: int = 50_000
    seconds: float = 1.0


class Writer:
    """Takes work from the stream and carries it out; nothing is acknowledged before it is done.

    Trouble of store or ledger is counted, said and tried again each second; meanwhile work waits.
    """

    def __init__(
        self,
        outlets: Outlets,
        remember: Callable[[Checkpoint], None],
        figures: Figures,
        pace: Pace | None = None,
    ) -> None:
        self._outlets = outlets
        self._remember = remember
        self._figures = figures
        self._pace = pace or Pace()
        self._waiting: deque[Work] = deque()
        self._rows = 0
        self._since: float | None = None
        self._turn = Condition()
        self._flushing = False
        self._closing = False
        self._busy = False
        self._thread = Thread(target=self._run, name="storewarden-writer", daemon=True)
        self._thread.start()

    def put(self, work: Work, stop: Event) -> bool:
        """Hand over work; waits while too much is waiting. False when it was stopped first."""
        with self._turn:
            while self._rows > self._pace.most:
                if stop.is_set():
                    return False
                self._turn.wait(0.1)
            self._waiting.append(work)
            self._rows += work.rows
            self._since = self._since or monotonic()
            self._turn.notify_all()
        self._figures.sum(waiting=work.rows)
        return True

    def flush(self, seconds: float) -> bool:
        """Write what is waiting now; False when that took longer."""
        until = monotonic() + seconds
        with self._turn:
            self._flushing = True
            self._turn.notify_all()
            while (self._waiting or self._busy) and monotonic() < until:
                self._turn.wait(0.05)
            self._flushing = False
            return not self._waiting and not self._busy

    def close(self, seconds: float = 10.0) -> bool:
        """Write what is left and end; False when something could not be kept in time."""
        done = self.flush(seconds)
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join(seconds)
        return done

    def _run(self) -> None:
        while (works := self._next()) is not None:
            self._carry_out(works)
            with self._turn:
                self._busy = False
                self._turn.notify_all()

    def _next(self) -> Sequence[Work] | None:
        with self._turn:
            while not self._is_due():
                if self._closing:
                    return None
                self._turn.wait(0.05 if self._waiting else 0.5)
            works = tuple(self._waiting)
            self._waiting.clear()
            self._busy, self._since = True, None
            return works

    def _is_due(self) -> bool:
        if not self._waiting:
            return False
        pace = self._pace
        old = self._since is not None and monotonic() - self._since >= pace.seconds
        urgent = any(work.is_urgent for work in self._waiting)
        return old or urgent or self._flushing or self._closing or self._rows >= pace.batch

    def _carry_out(self, works: Sequence[Work]) -> None:
        alerts = [alert for work in works for alert in work.alerts]
        deliveries = [delivery for work in works for delivery in work.deliveries]
        rows = sum(work.rows for work in works)
        done = self._insist(lambda: self._outlets.report(alerts) if alerts else None)
        done &= self._insist(lambda: self._outlets.keep.append(deliveries) if deliveries else None)
        with self._turn:
            self._rows -= rows
        self._figures.sum(waiting=-rows, **{"kept" if done else "unacknowledged": rows})
        self._acknowledge(works, done=done)

    def _insist(self, step: Callable[[], object]) -> bool:
        """Try until it works; False when the program ends first."""
        while True:
            try:
                step()
            except StorewardenError as trouble:
                self._figures.remark(str(trouble))
                with self._turn:
                    if self._closing:
                        return False
                    self._turn.wait(_RETRY)
                continue
            return True

    def _acknowledge(self, works: Sequence[Work], *, done: bool) -> None:
        for work in works:
            for ticket in work.tickets:
                if not done:
                    ticket.cancel()
                elif ticket.set_running_or_notify_cancel():
                    ticket.set_result(work.rows)
        last = next((work.checkpoint for work in reversed(works) if work.checkpoint), None)
        if done and last is not None:
            try:
                self._remember(last)
            except StorewardenError as trouble:
                self._figures.remark(str(trouble))
