"""The built content system has real pages, real pictures and nobody with a weak password."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.slow]


def rows(built: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{built / 'cms.sqlite3'}?mode=ro", uri=True)) as cms:
        return cms.execute(query).fetchall()


def test_the_tree_has_a_home_articles_and_a_page_of_products(built: Path) -> None:
    query = "SELECT url_path FROM wagtailcore_page WHERE live AND depth IN (2, 3) ORDER BY 1"
    assert rows(built, query) == [("/home/",), ("/home/articles/",), ("/home/from-the-shop/",)]


def test_an_article_explains_a_page_for_developers(built: Path) -> None:
    query = "SELECT title FROM wagtailcore_page WHERE title LIKE '%DEBUG%'"
    assert rows(built, query) == [('Why "DEBUG = True" is dangerous',)]


def test_every_picture_of_the_library_is_a_real_file(built: Path) -> None:
    files = [str(name) for (name,) in rows(built, "SELECT file FROM wagtailimages_image")]
    assert len(files) == 9
    starts = {(built / "media" / "cms" / name).read_bytes()[:8] for name in files}
    assert starts == {b"\x89PNG\r\n\x1a\n"}


def test_all_passwords_are_hashed(built: Path) -> None:
    accounts = rows(built, "SELECT username, substr(password, 1, 14) FROM auth_user ORDER BY 1")
    names = ["admin", "mira.alderby", "nia.hollin", "tomos.garside"]
    assert accounts == [(name, "pbkdf2_sha256$") for name in names]
