"""What a database complains about, told in the ledger's words and without the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import Error

from storewarden.core.errors import LedgerError
from storewarden.store.address import PATIENCE, Address

_PLAIN: Final = {
    "is full": "its disk is full; what was acknowledged before is kept",
    "disk i/o error": "its disk refused to read or write; what was acknowledged before is kept",
    "not a database": "the file is no SQLite database; it was left as it is",
    "readonly database": "it can be read but not written: look at the rights of file and folder",
    "unable to open": "the file cannot be opened or made: look at the rights of file and folder",
    "database is locked": f"another program has been writing to it for more than {PATIENCE} s",
    "lock timeout": f"another program has been writing to it for more than {PATIENCE} s",
    "malformed": "the file is damaged; take the last copy back",
}


@contextmanager
def told(address: Address, *also: type[Exception]) -> Iterator[None]:
    """Raise what the database complains about as `LedgerError`, and other kinds when named."""
    kinds: tuple[type[Exception], ...] = (Error, *also)
    try:
        yield
    except kinds as trouble:
        raise LedgerError(
            f"the ledger ({address.place}) cannot be used: {_words(trouble, address.password)}"
        ) from None


def not_ours(address: Address) -> LedgerError:
    """Say that a row holds a value that Storewarden never writes."""
    return LedgerError(
        f"the ledger ({address.place}) was tampered with: a row holds a value that Storewarden"
        " does not write; take the last copy back"
    )


def _words(trouble: Exception, password: str | None) -> str:
    said = str(trouble)
    if isinstance(trouble, OSError) and trouble.strerror:
        return f"{trouble.strerror}: {trouble.filename}"
    plain = next((words for sign, words in _PLAIN.items() if sign in said.lower()), None)
    if plain is not None:
        return plain
    line = said.strip().splitlines()[0] if said.strip() else type(trouble).__name__
    return line.replace(password, "***") if password else line
