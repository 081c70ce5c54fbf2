"""Shows how far a file is read: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storewarden.cli import terminal

Moved = Callable[[int, int], None]
"""Is told the bytes read so far, and all there are."""


@contextmanager
def bar(path: Path) -> Iterator[Moved]:
    """A bar for one file; it goes away when the file is read."""
    if not sys.stderr.isatty():
        yield lambda _done, _size: None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=terminal.console(stderr=True), transient=True) as bars:
        task = bars.add_task(terminal.clean(path.name), total=None)
        yield lambda done, size: bars.update(task, completed=done, total=size)
