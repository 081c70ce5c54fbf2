"""The built and the served lab, made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.test_sites.standing import Served, built_once, serving


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    base = tmp_path_factory.getbasetemp()
    return built_once(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    state = tmp_path_factory.mktemp("served") / "state"
    shutil.copytree(built, state)
    with serving(state) as running:
        yield running
