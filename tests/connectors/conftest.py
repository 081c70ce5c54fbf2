"""Real database servers, started once a test session and only when a test asks for them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import servers


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the servers' own users may enter; pytest's are for its user alone."""
    folder = Path(tempfile.mkdtemp(prefix="storewarden-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_dsn(open_folder: Path) -> Iterator[str]:
    with servers.postgresql(open_folder) as dsn:
        yield dsn


@pytest.fixture(scope="session")
def mariadb_dsn(open_folder: Path) -> Iterator[str]:
    with servers.mariadb(open_folder) as dsn:
        yield dsn
