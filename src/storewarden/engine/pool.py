"""Runs errands side by side, a few at a time, and gives up those that take too long.

A thread cannot be ended from outside, so one that is late is left behind: it is a daemon, it
does not hold up the end of the program, and whatever it still brings is not looked at.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Errand(Generic[T]):
    """A piece of work, and the seconds that it may take."""

    run: Callable[[], T]
    seconds: float


def run_errands(errands: Sequence[Errand[T]], at_once: int) -> Iterator[tuple[int, T | None]]:
    """Run the errands, ``at_once`` at a time.

    Yields (number of the errand, what it brought) as they end; None stands for "too late" and
    for an errand that raised, so errands are to catch what they can answer for.
    """
    answers: queue.SimpleQueue[tuple[int, T | None]] = queue.SimpleQueue()
    waiting = list(reversed(range(len(errands))))
    until: dict[int, float] = {}
    while waiting or until:
        while waiting and len(until) < at_once:
            number = waiting.pop()
            until[number] = time.monotonic() + errands[number].seconds
            _start(number, errands[number], answers)
        for number, answer in _next(answers, until):
            if until.pop(number, None) is not None:
                yield number, answer


def _start(
    number: int, errand: Errand[T], answers: "queue.SimpleQueue[tuple[int, T | None]]"
) -> None:
    def go() -> None:
        answer = None
        try:
            answer = errand.run()
        finally:
            answers.put((number, answer))

    threading.Thread(target=go, name=f"errand {number}", daemon=True).start()


def _next(
    answers: "queue.SimpleQueue[tuple[int, T | None]]", until: dict[int, float]
) -> list[tuple[int, T | None]]:
    """Wait for the next answer or for the first errand that is late, whichever comes sooner."""
    patience = max(0.0, min(until.values()) - time.monotonic())
    try:
        return [answers.get(timeout=patience)]
    except queue.Empty:
        now = time.monotonic()
        return [(number, None) for number, end in until.items() if end <= now]
