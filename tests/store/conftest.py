import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storewarden.core.ports import Ledger
from storewarden.store.setup import open_ledger
from tests.store import postgresql

NUMBERS = count()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    with postgresql.server() as folder:
        yield folder


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a ledger that is not there yet, in each of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite3")
    folder: Path = request.getfixturevalue("postgresql_server")
    return postgresql.database(folder, f"ledger{next(NUMBERS)}")


@pytest.fixture
def ledger(target: str) -> Ledger:
    return open_ledger(target)


@pytest.fixture
def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
