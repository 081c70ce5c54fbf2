from pathlib import Path

import pytest

from storewarden.store.advisories.book import Book, open_book


@pytest.fixture
def place(target: str) -> Path | str:
    """A place for a book that is not there yet, in each of the two databases."""
    return target if "://" in target else Path(target)


@pytest.fixture
def book(place: Path | str) -> Book:
    return open_book(place)
