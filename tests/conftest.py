"""What holds for every test: no deadlines by the clock, and the corpus is used where it is."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no wrong answer
settings.register_profile("quick", deadline=None, max_examples=15)  # `make check`
settings.load_profile("house")

CORPUS = Path(os.environ.get("STOREWARDEN_CORPUS", Path(__file__).parents[1] / "../shared/corpus"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests over the corpus need the corpus; it is no part of the project."""
    if CORPUS.is_dir():
        return
    gone = pytest.mark.skip(reason=f"there is no corpus at {CORPUS} (STOREWARDEN_CORPUS)")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(gone)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by their length: packed ones differ with the clock, and workers must agree."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None
