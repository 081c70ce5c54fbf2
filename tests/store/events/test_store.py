"""The event store keeps what it is given, once, and gives it back."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pytest

from storewarden.core.errors import EventStoreError
from storewarden.kernels.events import STORED, empty, stored
from storewarden.kernels.events.ports import Delivery, EventStore, Tidied, Walked, delivery_id
from storewarden.store.events.store import Settings, Store
from storewarden.store.events.tidying import DAY, GRACE, Keeping
from tests.store.events.samples import KEY, NOW, START, delivery, files, lines, some, store


def test_events_come_back_as_they_went_in_but_for_the_masked_ones(tmp_path: Path) -> None:
    with store(tmp_path) as opened:
        kept: EventStore = opened  # the type checker holds the store against its port
        assert kept.append([delivery(1, 100)]) == 100
        (came,) = kept.events()
        went = stored(some(100, 101)).to_pylist()
        assert came.schema.equals(STORED)
        for before, after in zip(went, came.to_pylist(), strict=True):
            for column in ("address", "account"):
                plain, masked = before.pop(column), after.pop(column)
                assert plain == (None if masked is None else kept.reveal(masked))
            assert before == after


def test_a_delivery_is_kept_once(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        first = delivery(1, positions={"a": "1"})
        assert kept.append([first, first, delivery(2)]) == 20
        assert kept.append([first, delivery(3)]) == 10
        assert kept.append([delivery(1, positions={"a": "0"})]) == 0
        assert kept.positions() == {"a": "1"}
        assert lines(kept) == list(range(11, 41))
        assert len(files(tmp_path)) == 2


def test_an_empty_delivery_moves_its_position_only(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        assert kept.append([Delivery(delivery_id("shop", 1, "x"), empty(), {"a": "5"})]) == 0
        assert kept.append([]) == 0
        assert (kept.positions("a"), kept.positions("b"), files(tmp_path)) == ({"a": "5"}, {}, [])
        assert list(kept.events()) == []


def test_plain_and_live_batches_are_both_taken(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        kept.append([Delivery("a", stored(some(3))), Delivery("b", some(3, 4))])
        assert lines(kept) == [1, 2, 3, 4, 5, 6]


def test_a_time_is_asked_for(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        kept.append([delivery(0)])
        kept.append([delivery(1, at=START + 10_000_000)])
        kept.append([Delivery("untimed", some(1, 99, None))])
        late = [each.column("line").to_pylist() for each in kept.events(NOW + timedelta(seconds=5))]
        assert late == [list(range(11, 21)), [99]]
        early = list(kept.events(until=NOW + timedelta(seconds=5)))
        assert [each.num_rows for each in early] == [10, 1]
        assert len(kept.segments(NOW + timedelta(days=9))) == 1


def test_writers_at_the_same_time_keep_one_chain(tmp_path: Path) -> None:
    def write(first: int) -> None:
        with store(tmp_path) as kept:
            for number in range(first, first + 15):
                kept.append([delivery(number)])

    threads = [Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store(tmp_path) as kept:
        assert lines(kept) == list(range(1, 351))
        assert kept.verify() == Walked(35, 35, 350, None)


def test_small_segments_are_merged_and_readers_have_time(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        for number in range(9):
            kept.append([delivery(number)])
        before = kept.segments()
        assert kept.tidy(NOW) == Tidied(merged=9)
        (merged,) = kept.segments()
        assert (merged.rows, len(files(tmp_path))) == (90, 10)
        assert all(each.path.exists() for each in before)
        assert kept.tidy(NOW + timedelta(microseconds=GRACE)) == Tidied()
        assert kept.tidy(NOW + timedelta(microseconds=GRACE + 1)) == Tidied(unlinked=9)
        assert files(tmp_path) == [merged.path.name]
        assert lines(kept) == list(range(1, 91))
        assert kept.append([delivery(3)]) == 0, "merging forgets no delivery"
        assert kept.verify() == Walked(10, 1, 90, None)


def test_old_events_are_given_up_and_the_chain_still_holds(tmp_path: Path) -> None:
    with store(tmp_path, Keeping(30, None)) as kept:
        kept.append([delivery(1, at=START - 31 * DAY)])
        kept.append([delivery(2, at=START - 29 * DAY)])
        kept.append([delivery(3, at=START + 900 * DAY)])  # a clock that runs ahead
        assert kept.tidy(NOW) == Tidied(retired=1)
        assert lines(kept) == list(range(21, 41))
        assert kept.tidy(NOW + timedelta(days=31)) == Tidied(retired=2, unlinked=1)
        assert kept.tidy(NOW + timedelta(days=32)) == Tidied(unlinked=2)
        assert (files(tmp_path), kept.verify()) == ([], Walked(5, 0, 0, None))


@pytest.mark.slow
def test_a_store_that_is_too_large_gives_up_the_oldest(tmp_path: Path) -> None:
    with store(tmp_path, Keeping(366, None)) as kept:
        for number in (2, 1, 3):
            kept.append([delivery(number, 200_000, at=START - DAY + number * 1_000_000_000)])
        sizes = {each.first: each.size for each in kept.segments()}
    most = sum(sizes.values()) - 1
    with store(tmp_path, Keeping(366, most)) as kept:
        assert kept.tidy(NOW) == Tidied(retired=1)
        assert [each.number for each in kept.segments()] == [1, 3]


def test_another_key_is_refused(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        kept.append([delivery(1)])
    with pytest.raises(EventStoreError, match="begun with another key"):
        Store(Settings(tmp_path, lambda: NOW, key="quite another invented key"))
    with pytest.raises(EventStoreError, match="at least 20 characters"):
        Store(Settings(tmp_path, lambda: NOW, key="short"))


def test_the_stores_own_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Store(Settings(tmp_path / "own", lambda: NOW)) as kept:
        masked = kept.pseudonym("address", "203.0.113.9")
    with Store(Settings(tmp_path / "own", lambda: NOW)) as again:
        assert again.reveal(masked) == "203.0.113.9"
    for path in (tmp_path / "own").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or path.name.startswith("manifest"), path
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EventStoreError, match="event store"):
        store(tmp_path / "file" / "events")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "manifest.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(EventStoreError, match="no SQLite database"):
        store(tmp_path / "bad")


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    with store(tmp_path) as kept, kept._manifest._links.writing() as link:
        link.run("UPDATE event_setting SET value = '2' WHERE name = 'version'")
    with pytest.raises(EventStoreError, match="newer Storewarden"):
        store(tmp_path)


def test_hostile_text_is_kept_as_it_is(tmp_path: Path) -> None:
    odd = "\x00\x1b[2J'; DROP TABLE events; --\u202e\U0001f4a3"
    batch = some(1).to_pylist()[0] | {"path": odd, "agent": odd, "account": odd}
    with store(tmp_path) as kept:
        kept.append([Delivery("odd", pa.RecordBatch.from_pylist([batch], STORED))])
        ((row,),) = (each.to_pylist() for each in kept.events())
        assert (row["path"], row["agent"], kept.reveal(row["account"])) == (odd, odd, odd)


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(Settings(Path(), lambda: NOW, key=KEY, manifest="postgresql://x:y@z"))
