"""Old log files come in once and only once, whatever they are called and however they end."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.core.errors import EventStoreError, Unreachable
from storewarden.core.river import LONGEST
from storewarden.kernels.events import batch
from storewarden.kernels.events.ports import Delivery, Loaded
from storewarden.streams import history
from storewarden.streams.history import framing, unpacking
from storewarden.streams.history.framing import chunks
from storewarden.streams.history.loading import Keeper
from storewarden.streams.history.unpacking import opened


@dataclass
class Shelf:
    """A small store that forgets when it is gone; ``room`` is how many appends it can take."""

    room: int = 1_000
    kept: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def append(self, deliveries: Sequence[Delivery]) -> int:
        if not self.room:
            raise EventStoreError("the disk is full")
        self.room -= 1
        new = [each for each in deliveries if each.id not in self.kept]
        for each in new:
            columns = (each.batch.column(name).to_pylist() for name in ("line", "message"))
            self.kept[each.id] = list(zip(*columns, strict=True))
            self.places.update(each.positions)
        return sum(each.batch.num_rows for each in new)

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        return {name: at for name, at in self.places.items() if name.startswith(beginning)}

    @property
    def lines(self) -> list[tuple[int, str]]:
        return [line for lines in self.kept.values() for line in lines]


def parse(data: bytes, first_line: int, lines: int) -> pa.RecordBatch:
    """Each line is a raw event."""
    rows = data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    assert len(rows) == lines
    line = list(range(first_line, first_line + lines))
    return batch({"line": line, "kind": "raw", "message": rows}, lines)


def load(shelf: Keeper, path: Path, *, to_the_end: bool = False) -> Loaded:
    return history.load(
        history.Past(path, "shop", parse, to_the_end), shelf, lambda _done, _size: None
    )


def written(path: Path, *rows: str, end: str = "\n") -> Path:
    path.write_text("\n".join(rows) + end)
    return path


ROWS = [f"line {number} of a log" for number in range(1, 2001)]


def test_a_file_comes_in_once_whatever_its_name(tmp_path: Path) -> None:
    shelf, log = Shelf(), written(tmp_path / "access.log", *ROWS)
    assert load(shelf, log) == Loaded(events=2000, lines=2000, raw=2000)
    again = Loaded(lines=2000, before=2000)
    assert load(shelf, log) == again
    assert load(shelf, log.rename(tmp_path / "access.log.1")) == again
    packed = tmp_path / "access.log.2.gz"
    packed.write_bytes(gzip.compress((tmp_path / "access.log.1").read_bytes()))
    assert load(shelf, packed) == again
    assert shelf.lines == list(enumerate(ROWS, 1))


def test_a_file_that_has_grown_is_read_on(tmp_path: Path) -> None:
    shelf = Shelf()
    for until in (1, 3, 40, 400, 2000):
        load(shelf, written(tmp_path / "access.log", *ROWS[:until]))
    assert shelf.lines == list(enumerate(ROWS, 1))
    assert len(shelf.places) == 1


def test_an_older_copy_of_a_file_brings_nothing(tmp_path: Path) -> None:
    shelf = Shelf()
    load(shelf, written(tmp_path / "access.log", *ROWS))
    assert load(shelf, written(tmp_path / "copy.log", *ROWS[:500])).events == 0


def test_two_files_that_begin_alike_are_two(tmp_path: Path) -> None:
    shelf = Shelf()
    one = written(tmp_path / "one.log", *ROWS[:1000], *["one"] * 1000)
    two = written(tmp_path / "two.log", *ROWS[:1000], *["two"] * 1000)
    assert (load(shelf, one).events, load(shelf, two).events) == (2000, 2000)
    assert (load(shelf, one).events, load(shelf, two).events) == (0, 0)


def test_a_line_that_is_not_finished_waits(tmp_path: Path) -> None:
    shelf = Shelf()
    log = written(tmp_path / "access.log", "one", "two", "thr", end="")
    assert load(shelf, log) == Loaded(events=2, lines=2, raw=2, unfinished=True)
    written(log, "one", "two", "three")
    assert load(shelf, log) == Loaded(events=1, lines=3, raw=1, before=2)
    assert shelf.lines == [(1, "one"), (2, "two"), (3, "three")]
    log = written(tmp_path / "other.log", "four", "five", end="")
    assert load(shelf, log, to_the_end=True) == Loaded(events=2, lines=2, raw=2)
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress(b"six"))
    assert load(shelf, packed).events == 1


def test_a_load_that_failed_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framing, "BLOCK", 2000)
    monkeypatch.setattr(history.loading, "SEGMENT", 200)
    log = written(tmp_path / "access.log", *ROWS)
    shelf = Shelf(room=3)
    with pytest.raises(EventStoreError):
        load(shelf, log)
    before = len(shelf.lines)
    assert 0 < before < 2000
    shelf.room = 100
    assert load(shelf, log) == Loaded(2000 - before, 2000, 2000 - before, before=before)
    assert shelf.lines == list(enumerate(ROWS, 1))


def test_a_damaged_packed_file_gives_what_it_can(tmp_path: Path) -> None:
    shelf = Shelf()
    whole = gzip.compress("\n".join(ROWS * 200).encode())
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    told = load(shelf, tmp_path / "cut.gz")
    assert told.trouble is not None
    assert "damaged" in told.trouble
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b not at all")
    with pytest.raises(Unreachable, match="damaged"):
        load(shelf, tmp_path / "bad.gz")


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_MODEST", 1 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * (64 << 20)))
    told = load(Shelf(), tmp_path / "bomb.gz")
    assert told.trouble == "it unpacks to more than 300 times its size: not a log"
    assert told.events == 0


def test_an_empty_file_brings_nothing_and_a_missing_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.log").touch()
    assert load(Shelf(), tmp_path / "empty.log") == Loaded()
    with pytest.raises(FileNotFoundError):
        load(Shelf(), tmp_path / "gone.log")


def cut(path: Path) -> list[tuple[bytes, int, int, int, int, bool]]:
    with opened(path) as log:
        return [(c.data, c.first_line, c.lines, c.end, c.cut, c.whole) for c in chunks(log, 0, 0)]


def test_a_line_without_end_costs_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framing, "BLOCK", 1 << 17)
    long = b"x" * 1_000_000
    path = tmp_path / "long.log"
    path.write_bytes(b"one\n" + long + b"\nthree\n" + long)
    pieces = cut(path)
    text = b"".join(piece[0] for piece in pieces)
    assert text == b"one\n" + long[:LONGEST] + b"\nthree\n" + long[:LONGEST]
    assert [piece[1:] for piece in pieces] == [
        (1, 1, 4, 0, True),
        (2, 2, 1_000_011, 1, True),
        (4, 1, 2_000_011, 1, False),
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.binary(max_size=40).filter(lambda row: b"\n" not in row), max_size=30),
    st.integers(1, 50),
    st.sampled_from([b"", b"\n"]),
)
def test_lines_are_cut_as_by_split(
    tmp_path_factory: pytest.TempPathFactory, rows: list[bytes], block: int, ended: bytes
) -> None:
    content = b"\n".join(rows) + (ended if rows else b"")
    path = tmp_path_factory.mktemp("rows") / "log"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framing, "BLOCK", block)
        pieces = cut(path) if not content.startswith(b"\x1f\x8b") else [(content, 1, 0, 0, 0, True)]
    assert b"".join(piece[0] for piece in pieces) == content
    at = 1
    for data, first, lines, end, _, whole in pieces[:-1]:
        assert (first, whole, end) == (
            at,
            True,
            len(b"".join(p[0] for p in pieces if p[1] <= first)),
        )
        assert lines == data.count(b"\n") > 0
        at += lines
