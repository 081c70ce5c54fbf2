"""A line counts once, whether the watch reads it or somebody brings the file in, in any order."""

import gzip
from collections import Counter
from pathlib import Path
from threading import Event

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from storewarden.connectors.logs.tail import Log, Tail
from storewarden.core.estate import LogSource
from storewarden.core.known_files import KnownFile, beginning, known
from storewarden.core.river import Piece
from storewarden.kernels.events.ports import Loaded
from storewarden.streams import assembly, history, memory
from storewarden.streams.memory import Memory
from storewarden.streams.pipeline import POSITION
from storewarden.streams.ports import Checkpoint, Outlets
from storewarden.streams.writing import Pace
from tests.streams.fakes import Counting, parse
from tests.streams.history.test_history import Shelf

LONG = "x" * 60
"""Two hundred such lines are more than the start by which a file is known."""


class Shop:
    """A log, a store, and what may happen to them."""

    def __init__(self, folder: Path) -> None:
        self.log, self.shelf = folder / "shop.log", Shelf(room=100_000)
        self.memory = folder / "memory.sqlite3"
        self.written = 0

    def writes(self, lines: int) -> None:
        with self.log.open("a") as file:
            for _ in range(lines):
                self.written += 1
                file.write(f"{self.written} {LONG}\n")

    def rotates(self) -> None:
        if not self.log.exists():
            return
        older = sorted(self.log.parent.glob("shop.log.*"), reverse=True)
        for path in older:
            number = int(path.name.split(".")[2])
            path.rename(path.with_name(path.name.replace(f"log.{number}", f"log.{number + 1}")))
        self.log.rename(self.log.with_name("shop.log.1"))

    def packs(self) -> None:
        path = self.log.with_name("shop.log.1")
        if path.exists():
            path.with_name("shop.log.1.gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()

    def watches(self) -> None:
        """One run of the watch, to the end of what there is."""
        parts = assembly.Parts(
            logs=[LogSource("log", self.log)],
            follow=lambda log, place: Tail(
                Log(log.id, self.log, quiet=0.0), place, recognise=self.known
            ),
            parse=parse,
            detector=lambda _remark: Counting(),
            outlets=Outlets(self.shelf, lambda _alerts: None),
            memory=Memory(self.memory),
            pace=Pace(seconds=0.01),
        )
        assert assembly.assembled(parts).once(Event())

    def is_killed_after_watching(self) -> None:
        """The lines are kept, but what the windows remember is of the time before."""
        if not self.memory.exists():
            Memory(self.memory).put(Checkpoint({}, b"0"))
        before = self.memory.read_bytes()
        self.watches()
        self.memory.write_bytes(before)

    def known(self, start: bytes, before: object) -> KnownFile | None:
        assert callable(before)
        return known(self.shelf.positions(beginning("log")), start, before)

    def brings_in(self, path: Path) -> Loaded:
        name = POSITION + "log"
        stands = memory.read(self.shelf.positions(name).get(name, ""))

        def events(data: bytes, first: int, lines: int) -> pa.RecordBatch:
            return parse(Piece("log", data, first, lines))

        past = history.Past(path, "log", events, stands=stands)
        return history.load(past, self.shelf, lambda _done, _size: None)

    def brings_in_all(self) -> None:
        for path in sorted(self.log.parent.glob("shop.log*")):
            self.brings_in(path)

    @property
    def counted(self) -> Counter[int]:
        return Counter(int(str(text).split()[0]) for _, text in self.shelf.lines)


def test_what_the_watch_has_read_is_not_brought_in(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.writes(200)
    shop.watches()
    assert shop.brings_in(shop.log).events == 0
    shop.rotates()
    assert shop.brings_in(tmp_path / "shop.log.1").events == 0
    shop.packs()
    assert shop.brings_in(tmp_path / "shop.log.1.gz").events == 0
    assert shop.counted == Counter(range(1, 201))


@pytest.mark.parametrize("lines", [1, 3, 200])
def test_the_watch_begins_after_what_was_brought_in(tmp_path: Path, lines: int) -> None:
    shop = Shop(tmp_path)
    shop.writes(lines)
    assert shop.brings_in(shop.log).events == lines
    shop.watches()
    assert shop.counted == Counter(range(1, lines + 1))
    shop.writes(2)
    shop.watches()
    assert shop.counted == Counter(range(1, lines + 3))


def test_the_watch_goes_on_after_what_was_brought_in_of_its_file(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.writes(100)
    shop.watches()
    shop.writes(50)
    assert shop.brings_in(shop.log) == Loaded(events=50, lines=150, before=100)
    shop.writes(5)
    shop.watches()
    assert shop.counted == Counter(range(1, 156))


def test_files_that_were_rotated_while_nobody_watched_count_once(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.writes(10)
    shop.watches()
    shop.writes(10)
    shop.rotates()
    shop.writes(10)
    shop.rotates()
    shop.writes(10)
    shop.brings_in_all()
    assert shop.counted == Counter(range(1, 41))
    shop.watches()
    assert shop.counted == Counter(range(1, 41))


def test_a_first_run_that_was_killed_is_gone_over_after_a_rotation(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.writes(20)
    shop.is_killed_after_watching()
    shop.writes(3)
    shop.rotates()
    shop.writes(40)
    shop.watches()
    assert shop.counted == Counter(range(1, 64))


DEEDS = some.sampled_from(
    ["write", "write a lot", "rotate", "pack", "watch", "kill", "bring in", "bring in all"]
)


@settings(max_examples=30, deadline=None)
@given(deeds=some.lists(DEEDS, max_size=12))
def test_every_line_counts_once_whatever_happens_in_which_order(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[str]
) -> None:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    happens = {
        "write": lambda: shop.writes(3),
        "write a lot": lambda: shop.writes(120),
        "rotate": shop.rotates,
        "pack": shop.packs,
        "watch": shop.watches,
        "kill": shop.is_killed_after_watching,
        "bring in": lambda: shop.log.exists() and shop.brings_in(shop.log),
        "bring in all": shop.brings_in_all,
    }
    for deed in deeds:
        happens[deed]()
        assert max(shop.counted.values(), default=1) == 1, deed
    shop.watches()
    shop.brings_in_all()
    assert shop.counted == Counter(range(1, shop.written + 1))
