from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.serving import Console, filled, served

TOKEN = "open-sesame"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("estate"))


@pytest.fixture(scope="module")
def console(estate: Path) -> Iterator[Console]:
    with served(estate, TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def session(console: Console) -> str:
    return console.enter()
