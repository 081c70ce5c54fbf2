"""Where the ledger lies: a file, or a database server by its URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from storewarden.core.errors import LedgerError

PATIENCE: Final = 30
"""Seconds that a writer waits for another one."""

_POSTGRESQL: Final = ("postgresql", "postgres")
_EXPECTED: Final = (
    "expected a path, sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with"
    " special characters of the password written as %XX"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A ledger's place, in Django's words.

    Attributes:
        place: how messages call it; never with the password.
        writing: Django's settings of the connection that writes.
        reading: of the one that cannot write, and sees one moment for as long as it looks.
        path: the file, when it is one.
        password: only for striking it out of messages.
    """

    place: str
    writing: Mapping[str, object] = field(repr=False)
    reading: Mapping[str, object] = field(repr=False)
    path: Path | None = None
    password: str | None = field(default=None, repr=False)


def address(target: str | Path) -> Address:
    """Read a path or a database URL; raise `LedgerError` when it is neither."""
    if isinstance(target, Path) or "://" not in target:
        return _file(Path(target))
    scheme = target.partition("://")[0].lower()
    if scheme == "sqlite":
        return _file(_path_of(target))
    if scheme in _POSTGRESQL:
        return _server(target)
    raise LedgerError(f"the ledger's address cannot be used: {_EXPECTED}")


def _path_of(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc or len(parts.path) < len("/x"):
        raise LedgerError(f"the ledger's address cannot be used: {_EXPECTED}")
    return Path(unquote(parts.path[1:]))


def _file(path: Path) -> Address:
    def connection(**options: str) -> Mapping[str, object]:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path.absolute()),
            "OPTIONS": {"timeout": PATIENCE, **options},
        }

    return Address(
        place=str(path),
        writing=connection(
            transaction_mode="IMMEDIATE",
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        ),
        reading=connection(init_command="PRAGMA query_only=ON"),
        path=path.absolute(),
    )


def _server(url: str) -> Address:
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:  # its words can hold pieces of the password
        raise LedgerError(f"the ledger's address cannot be used: {_EXPECTED}") from None
    known = {name: parts.pop(name, "") for name in ("dbname", "user", "password", "host", "port")}
    if set(known["dbname"]) & set("@/:") or not (known["port"] or "0").isdecimal():
        # an unescaped sign in a password cuts it up: part of it is taken for port or database
        raise LedgerError(f"the ledger's address cannot be used: {_EXPECTED}")

    def connection(**server: str) -> Mapping[str, object]:
        given = parts.get("options", "")
        set_up = " ".join(f"-c {name}={value}" for name, value in server.items())
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": known["dbname"] or known["user"],
            "USER": known["user"],
            "PASSWORD": known["password"],
            "HOST": known["host"],
            "PORT": known["port"],
            "OPTIONS": {"connect_timeout": "10", **parts, "options": f"{given} {set_up}".strip()},
        }

    return Address(
        place=f"PostgreSQL database {known['dbname']} on {known['host'] or 'this machine'}",
        writing=connection(lock_timeout=f"{PATIENCE}s", synchronous_commit="on"),
        reading=connection(
            default_transaction_read_only="on",
            default_transaction_isolation=r"repeatable\ read",
        ),
        password=known["password"] or None,
    )
