"""Work that has to be done now and then while the watch runs, in a thread of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from storewarden.core.errors import StorewardenError


@contextmanager
def every(
    seconds: float, chore: Callable[[], object], remark: Callable[[str], None]
) -> Iterator[None]:
    """Do a chore every so many seconds while the body runs; trouble is said and tried again."""
    over = Event()

    def work() -> None:
        while not over.wait(seconds):
            try:
                chore()
            except (StorewardenError, OSError) as trouble:
                remark(str(trouble))

    thread = Thread(target=work, name="storewarden-chores", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
