"""Real lists: everything that they name is found, and nothing else, as independent judges say."""

import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.version import InvalidVersion, Version

from storewarden.connectors.feeds.fetching.opening import documents_in
from storewarden.connectors.feeds.osv.format import FORMAT
from storewarden.kernels.purls.ecosystems import place
from storewarden.store.advisories.book import Book, open_book
from tests.kernels.versions import oracles
from tests.kernels.versions.oracles import Oracle
from tests.store.advisories.samples import NOW, component, state

pytestmark = [pytest.mark.corpus, pytest.mark.slow]
LISTS = Path(os.environ.get("STOREWARDEN_CORPUS", "../shared/corpus")) / "advisories"
_ANSWERS = (
    f"require '{oracles.COMPOSER}';"
    "while (($l = fgets(STDIN)) !== false) { $p = json_decode($l);"
    " try { echo Composer\\Semver\\Semver::satisfies($p[0], $p[1]) ? 'yes' : 'no', chr(10); }"
    " catch (Exception $e) { echo 'unreadable', chr(10); } fflush(STDOUT); }"
)
SATISFIES = ["php", "-r", _ANSWERS]
Raw = Any  # what others publish, as JSON


def loaded(folder: Path, name: str) -> tuple[Book, list[Raw]]:
    path = LISTS / name
    book = open_book(folder / "advisories.sqlite3")
    book.replace(state("osv"), FORMAT.read(documents_in([(name, path)])))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return book, [json.loads(line) for line in lines]


def parts_of(records: list[Raw]) -> Iterator[tuple[str, Raw, str]]:
    """(package URL, what is said of it, id) of every record that was not withdrawn."""
    for record in records:
        for part in record["affected"] if not record.get("withdrawn") else ():
            where = place(part["package"]["ecosystem"], part["package"]["name"])
            if where is not None:
                yield where.purl, part, record["id"]


def found_in(book: Book, asked: list[tuple[str, str]]) -> Iterator[tuple[str, str, set[str]]]:
    """(package URL, version, every name of what was found)."""
    answers = book.match([component(purl, version) for purl, version in asked], NOW)
    for (purl, version), answer in zip(asked, answers, strict=True):
        names = {name for named in answer.named for name in (named.id, *named.aliases)}
        yield purl, version, names


def in_events(version: str, part: Raw) -> bool:
    """OSV's own algorithm over `packaging`'s order, range by range."""
    mine = Version(version)
    for span in part.get("ranges", ()):
        inside = False
        turns = [(key, text) for event in span["events"] for key, text in event.items()]
        if span["type"] == "GIT":
            continue
        turns.sort(key=lambda turn: (read(turn[1]), turn[0] == "fixed"))
        for key, text in turns:
            there = read(text)
            if there < mine or (there == mine and key != "last_affected"):
                inside = key == "introduced"
        if inside:
            return True
    return False


def read(text: str) -> Version:
    return Version("0.dev0" if text == "0" else text)


def test_python_all_found_and_nothing_else(tmp_path: Path) -> None:
    book, records = loaded(tmp_path, "pypa_osv_2024-10-10.ndjson.gz")
    parts = list(parts_of(records))
    by_purl: dict[str, list[tuple[Raw, str]]] = {}
    for purl, part, name in parts:
        by_purl.setdefault(purl, []).append((part, name))
    asked = sorted({(purl, v) for purl, part, _ in parts for v in part.get("versions", ())[-40:]})
    assert len(asked) > 10_000
    ids = {record["id"] for record in records}
    for purl, version, names in found_in(book, asked):
        expected = {name for part, name in by_purl[purl] if named_by(version, part)}
        assert names & ids == expected, (purl, version)


def named_by(version: str, part: Raw) -> bool:
    if version in part.get("versions", ()):
        return True
    try:
        return in_events(version, part)
    except InvalidVersion:
        return False


def bounds(part: Raw) -> Iterator[str]:
    """Releases at and around every bound that a record names."""
    for span in part["ranges"]:
        for event in span["events"]:
            for text in event.values():
                if found := re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text):
                    major, minor, patch = map(int, found.groups())
                    yield f"{major}.{minor}.{patch}"
                    yield f"{major}.{minor}.{max(patch - 1, 0)}"
                    yield f"{major}.{minor}.{patch + 1}"
                    yield f"{major}.{minor + 1}.0"


@pytest.mark.skipif(
    shutil.which("php") is None or not oracles.COMPOSER.is_file(), reason="composer is not here"
)
def test_drupal_all_found_and_nothing_else(tmp_path: Path) -> None:
    book, records = loaded(tmp_path, "drupal_osv_2026-08-21.ndjson.gz")
    parts = list(parts_of(records))
    by_purl: dict[str, list[tuple[Raw, str]]] = {}
    for purl, part, name in parts:
        by_purl.setdefault(purl, []).append((part, name))
    asked = sorted({(purl, version) for purl, part, _ in parts for version in bounds(part)})
    assert len(asked) > 2_000
    ids = {record["id"] for record in records}
    with Oracle(SATISFIES) as composer:
        for purl, version, names in found_in(book, asked):
            expected = {
                name
                for part, name in by_purl[purl]
                if composer.ask(json.dumps([version, constraint(part)])) == "yes"
            }
            assert names & ids == expected, (purl, version)


def constraint(part: Raw) -> str:
    said: str = part["database_specific"]["affected_versions"]
    return said
