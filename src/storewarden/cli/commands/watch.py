"""``storewarden watch``: follow every log, and say what is seen in them at once."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.nightfall import Nightfall
from storewarden.cli.told_alerts import line_of

if TYPE_CHECKING:
    from storewarden.core.alerts import Alert
    from storewarden.core.passed import Passed

_EVERY: Final = 60.0
_WIDTH: Final = 79


@click.command("watch")
@click.option("--once", is_flag=True, help="Read what there is now and end; 1 when it alerted.")
@click.pass_context
def watch(context: click.Context, *, once: bool) -> int:
    """Follow every log of the estate file, and receive what it says is received, until Ctrl-C.

    Alerts are printed as they are raised and become findings. Figures go to stderr: a live line
    on a terminal, else one line a minute and one at the end.
    """
    from storewarden.bootstrap import river

    asked = pass_asked(context)
    estate, figures = asked.estate(), Shown()
    with stopped_by_signals() as stop, Nightfall(estate, asked.path) as nightfall:
        how = river.asked(figures.announce, figures.show, stop, once=once)
        river.watch(estate, how, nightfall.look)
    figures.end()
    return int(once and figures.alerts > 0)


class Shown:
    """What a person sees of the watch: alerts on stdout, figures on stderr."""

    def __init__(self) -> None:
        self.alerts = 0
        self._live = sys.stderr.isatty()
        self._last = ""
        self._told = monotonic()

    def announce(self, alert: "Alert") -> None:
        """Print an alert at once."""
        self.alerts += 1
        if self._live:
            sys.stderr.write("\r\x1b[K")
        terminal.say(line_of(alert))

    def show(self, figures: "Passed") -> None:
        """Show the figures as they are now."""
        self._last = words_of(figures)
        if self._live:
            sys.stderr.write(f"\r\x1b[K{self._last[:_WIDTH]}")
            sys.stderr.flush()
        elif monotonic() - self._told >= _EVERY:
            self._told = monotonic()
            self._tell()

    def end(self) -> None:
        """Say how it ended."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
        self._tell()

    def _tell(self) -> None:
        sys.stderr.write(f"{self._last}\n")
        sys.stderr.flush()


def words_of(passed: "Passed") -> str:
    """The figures in one line; what went wrong is named only when there is some of it."""
    odd = {
        "unreadable": passed.unparsed,
        "cut": passed.cut,
        "late": passed.late,
        "ahead of the clock": passed.ahead,
        "dropped": passed.dropped,
        "waiting": passed.waiting,
    }
    told = [f"{passed.lines:,} lines", f"{passed.kept:,} kept"]
    told += [f"{passed.alerts:,} alerts"]
    told += [f"{number:,} {word}" for word, number in odd.items() if number]
    return ", ".join(told)


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C ends at once."""
    stop = Event()

    def asked_to(number: int, _frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {each: signal.signal(each, asked_to) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


COMMAND = watch
