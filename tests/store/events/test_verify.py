"""Whoever changes what is stored is found out, and the first break is named."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.kernels.events.ports import Break
from storewarden.store.events.store import Store
from tests.store.events.samples import NOW, delivery, store


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A store of five segments."""
    with store(tmp_path) as kept:
        for number in range(1, 6):
            kept.append([delivery(number)])
        yield kept


def broken(kept: Store) -> tuple[int, str] | None:
    found: Break | None = kept.verify().broken
    return None if found is None else (found.number, found.because)


def manifest(kept: Store, sql: str) -> None:
    with sqlite3.connect(kept._places.manifest) as connection:
        connection.execute(sql)
    connection.close()


def path(kept: Store, number: int) -> Path:
    return kept.segments()[number - 1].path


def test_an_untouched_store_holds(kept: Store) -> None:
    assert broken(kept) is None


@pytest.mark.parametrize("at", [0, 4, 500, -1])
def test_one_changed_byte(kept: Store, at: int) -> None:
    content = bytearray(path(kept, 3).read_bytes())
    content[at] ^= 1
    path(kept, 3).write_bytes(content)
    path(kept, 5).write_bytes(b"")
    assert broken(kept) == (3, "its file was changed or swapped")
    found = kept.verify().broken
    assert found is not None
    assert found.name == path(kept, 3).name


def test_a_missing_file(kept: Store) -> None:
    path(kept, 2).unlink()
    assert broken(kept) == (2, "its file is missing")


def test_two_swapped_files(kept: Store) -> None:
    two, four, aside = path(kept, 2), path(kept, 4), path(kept, 1).with_name("aside")
    two.rename(aside)
    four.rename(two)
    aside.rename(four)
    assert broken(kept) == (2, "its file was changed or swapped")


GONE = "its entry in the manifest is missing"
CUT = "the end of the manifest was cut off"
CHANGED = "its entry was changed"
SET = "UPDATE event_entry SET"
ROWS: dict[str, tuple[str, tuple[int, str]]] = {
    "a row taken out": ("DELETE FROM event_entry WHERE number = 3", (3, GONE)),
    "the last row taken out": ("DELETE FROM event_entry WHERE number = 5", (5, CUT)),
    "all rows taken out": ("DELETE FROM event_entry", (1, CUT)),
    "a digest changed": (
        f"{SET} digest = replace(digest, '0', '1') WHERE number = 4",
        (4, CHANGED),
    ),
    "a name changed": (f"{SET} name = 'x' WHERE number = 2", (2, CHANGED)),
    "a time changed": (f"{SET} last = 1 WHERE number = 1", (1, CHANGED)),
    "blobs": (f"{SET} gone = x'ff', name = x'00' WHERE number = 1", (1, CHANGED)),
    "no kind that there is": (f"{SET} kind = 'odd' WHERE number = 1", (1, CHANGED)),
    "marked as given up": (
        f"{SET} gone_by = 5 WHERE number = 2",
        (2, "it is marked as given up, but no entry gave it up"),
    ),
    "a number below all": (f"{SET} number = -3 WHERE number = 3", (1, GONE)),
    "the head changed": (
        "UPDATE event_setting SET value = '5 0000' WHERE name = 'head'",
        (6, CUT),
    ),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_changed_manifest(kept: Store, what: str) -> None:
    sql, expected = ROWS[what]
    manifest(kept, sql)
    assert broken(kept) == expected


def test_a_merged_segment_that_is_called_back(kept: Store) -> None:
    kept.tidy(NOW)
    manifest(kept, "UPDATE event_entry SET gone_by = NULL WHERE number = 2")
    assert broken(kept) == (2, "it was given up, but is not marked so")


def test_merging_hides_no_change(kept: Store) -> None:
    content = path(kept, 3).read_bytes()
    path(kept, 3).write_bytes(content[:-1])
    assert kept.tidy(NOW).merged == 0
    assert broken(kept) == (3, "its file was changed or swapped")


def test_a_link_vouches_for_each_part_of_an_entry(kept: Store) -> None:
    columns = ("at", "rows", "size", "first", "untimed", "because")
    manifest(kept, "CREATE TABLE before AS SELECT * FROM event_entry")
    for column in columns:
        manifest(kept, f"UPDATE event_entry SET {column} = 7 WHERE number = 1")  # noqa: S608 - ours
        assert broken(kept) == (1, "its entry was changed"), column
        manifest(kept, "DELETE FROM event_entry")
        manifest(kept, "INSERT INTO event_entry SELECT * FROM before")
    assert broken(kept) is None
