"""Lines for people: a spinner where somebody watches, plain lines in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

_CONSOLE = Console(stderr=True, highlight=False)


def tell(line: str) -> None:
    """Say one line."""
    _CONSOLE.print(line, markup=False, soft_wrap=True)


@contextmanager
def telling(work: str) -> Iterator[None]:
    """Say what is being done while it is being done."""
    if not _CONSOLE.is_terminal:
        tell(work)
        yield
        return
    with _CONSOLE.status(work):
        yield
    tell(f"{work}: done")
