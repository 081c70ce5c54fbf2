"""Shows how far a check is: a bar on a terminal, two lines elsewhere, nothing beside JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from storewarden.cli import terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from storewarden.core.ports import Progress


class Silent:
    """Shows nothing."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def advance(self, what: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


class Lines:
    """Says once how much there is to do: for logs and pipes."""

    def begin(self, total: int) -> None:
        """Say how many looks there will be."""
        print(f"storewarden: looking at the estate, {total} looks", file=sys.stderr, flush=True)

    def advance(self, what: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say that it is over."""
        print("storewarden: all looks are done", file=sys.stderr, flush=True)


class Bar:
    """A bar on the terminal that goes away when all is done."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def begin(self, total: int) -> None:
        """Draw the bar."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("Looking"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            console=terminal.console(stderr=True),
            transient=True,
        )
        self._bars.start()
        self._task = self._bars.add_task("", total=total)

    def advance(self, what: str) -> None:
        """Move the bar on."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, advance=1, description=terminal.clean(what))

    def end(self) -> None:
        """Take the bar away."""
        if self._bars is not None:
            self._bars.stop()


def watching(*, quiet: bool) -> Progress:
    """Choose what fits where stderr goes."""
    if quiet:
        return Silent()
    return Bar() if sys.stderr.isatty() else Lines()
