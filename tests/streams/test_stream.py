"""Lines go through the stream: kept once, judged once, acknowledged only when they are kept."""

from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from storewarden.connectors.logs.tail.following import Log, Tail
from storewarden.core.alerts import Alert
from storewarden.core.estate import LogSource
from storewarden.core.river import Piece
from storewarden.streams import assembly
from storewarden.streams.figures import Count
from storewarden.streams.inbox import Inbox
from storewarden.streams.memory import Memory
from storewarden.streams.ports import Arrival, Outlets
from storewarden.streams.watching import pause
from storewarden.streams.writing import Pace
from tests.streams.fakes import Book, Counting, Store, parse

NOON = 1_800_000_000


@dataclass
class Run:
    """One run of a watch over one log, in a folder that outlives it."""

    folder: Path
    store: Store
    book: Book
    detector: Counting
    announced: list[Alert]
    run: assembly.Run

    def __post_init__(self) -> None:
        self.figures, self.writer, self.watch = self.run.figures, self.run.writer, self.run.watch
        self.pipeline, self.inbox = self.run.pipeline, self.run.inbox

    def once(self) -> None:
        assert self.run.once(Event())


def begin(folder: Path, pace: Pace | None = None) -> Run:
    """Put a run together the way the fuse box does."""
    store, book = Store(folder / "events"), Book(folder / "book.json")
    detector, announced = Counting(), list[Alert]()
    run = assembly.assembled(
        assembly.Parts(
            logs=[LogSource("log", folder / "shop.log")],
            follow=lambda log, place: Tail(Log(log.id, folder / "shop.log", quiet=0.0), place),
            parse=parse,
            detector=lambda _remark: detector,
            outlets=Outlets(store, book.report, announced.append),
            memory=Memory(folder / "memory.sqlite3"),
            pace=pace or Pace(),
        )
    )
    run.pipeline._clock = lambda: (NOON + 100) * 1_000_000
    return Run(folder, store, book, detector, announced, run)


def append(folder: Path, *lines: str) -> None:
    with (folder / "shop.log").open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))


def test_lines_are_kept_judged_and_counted(tmp_path: Path) -> None:
    append(
        tmp_path,
        f"{NOON} good",
        f"{NOON + 90} bad thing",
        f"{NOON} late",
        "no time",
        f"{NOON + 90_000} from tomorrow",
        f"{NOON + 91} fine",
    )
    run = begin(tmp_path)
    run.once()
    assert [line for line, _ in run.store.lines("log")] == [1, 2, 3, 4, 5, 6]
    assert run.book.entries() == {"bad_word line 2": f"{NOON + 90} bad thing"}
    assert [alert.actor.value for alert in run.announced] == ["line 2"]
    size = (tmp_path / "shop.log").stat().st_size
    assert run.figures.of("log") == Count(lines=6, size=size, unparsed=1, late=2, ahead=1)
    assert (run.figures.totals.kept, run.figures.totals.waiting) == (6, 0)


def test_a_second_run_goes_on_where_the_first_stopped(tmp_path: Path) -> None:
    append(tmp_path, *(f"{NOON} {number}" for number in range(99)))
    begin(tmp_path).once()
    append(tmp_path, f"{NOON} the hundredth")
    run = begin(tmp_path)
    run.once()
    assert len(run.store.lines("log")) == 100
    assert run.detector.seen == 100
    assert run.book.entries() == {"bad_word line 100": "number 100"}


def test_what_was_kept_after_the_checkpoint_is_only_looked_at_again(tmp_path: Path) -> None:
    append(tmp_path, *(f"{NOON} {number}" for number in range(60)))
    begin(tmp_path).once()
    memory = (tmp_path / "memory.sqlite3").read_bytes()
    append(tmp_path, *(f"{NOON} bad {number}" for number in range(30)))
    begin(tmp_path).once()
    (tmp_path / "memory.sqlite3").write_bytes(memory)
    append(tmp_path, *(f"{NOON} {number}" for number in range(10)))
    run = begin(tmp_path)
    run.once()
    assert [line for line, _ in run.store.lines("log")] == list(range(1, 101))
    assert run.detector.seen == 100
    assert len(run.book.entries()) == 31
    assert run.figures.of("log").again == 30


def test_a_checkpoint_that_cannot_be_read_costs_no_event(tmp_path: Path) -> None:
    append(tmp_path, *(f"{NOON} {number}" for number in range(10)))
    begin(tmp_path).once()
    (tmp_path / "memory.sqlite3").write_bytes(b"not a database")
    append(tmp_path, f"{NOON} 11")
    run = begin(tmp_path)
    run.watch.once(Event())
    run.writer.close()
    assert [line for line, _ in run.store.lines("log")] == list(range(1, 12))
    assert run.detector.seen == 1


def test_a_run_that_died_before_its_first_checkpoint_has_seen_nothing(tmp_path: Path) -> None:
    append(tmp_path, *(f"{NOON} {number}" for number in range(60)))
    begin(tmp_path).writer.close()
    memory = (tmp_path / "memory.sqlite3").read_bytes()
    begin(tmp_path).once()
    (tmp_path / "memory.sqlite3").write_bytes(memory)
    append(tmp_path, *(f"{NOON} {number}" for number in range(40)))
    run = begin(tmp_path)
    run.once()
    assert (run.detector.seen, run.figures.of("log").again) == (100, 60)
    assert [line for line, _ in run.store.lines("log")] == list(range(1, 101))


def test_a_full_disk_delays_but_loses_nothing(tmp_path: Path) -> None:
    append(tmp_path, f"{NOON} one", f"{NOON} bad two")
    run = begin(tmp_path, Pace(seconds=0.01))
    run.store.full = True
    stop = Event()
    thread = Thread(target=run.watch.run, args=(stop,))
    thread.start()
    sleep(0.5)
    assert run.store.lines("log") == []
    assert run.book.entries() == {"bad_word line 2": f"{NOON} bad two"}
    assert run.figures.all()["remarks"] == ["the disk is full"]
    run.store.full = False
    stop.set()
    thread.join()
    assert run.writer.close()
    assert [line for line, _ in run.store.lines("log")] == [1, 2]


def test_while_nothing_can_be_kept_only_so_much_waits(tmp_path: Path) -> None:
    append(tmp_path, *(f"{NOON} {number}" for number in range(10)))
    run = begin(tmp_path, Pace(most=10, seconds=0.01))
    run.store.full = True
    stop = Event()
    thread = Thread(target=run.watch.run, args=(stop,))
    thread.start()
    for _ in range(20):
        append(tmp_path, *(f"{NOON} {number}" for number in range(10)))
        sleep(0.03)
    waiting = run.figures.totals.waiting
    stop.set()
    run.pipeline.stop()
    thread.join()
    assert not run.writer.close(0.3)
    assert waiting < 60
    assert run.store.lines("log") == []
    run = begin(tmp_path)
    run.once()
    assert [line for line, _ in run.store.lines("log")] == list(range(1, 211))


def sent(text: bytes, name: str = "") -> Arrival:
    ticket: Future[int] = Future()
    return Arrival(name, Piece("app", text, 0, text.count(b"\n")), ticket=ticket)


def test_a_sender_hears_of_it_when_it_is_kept(tmp_path: Path) -> None:
    run = begin(tmp_path)
    stop = Event()
    thread = Thread(target=run.watch.run, args=(stop,))
    thread.start()
    arrivals = [sent(b"1 one\n2 two\n"), sent(b"3 bad\n", "a"), sent(b"3 bad\n", "a")]
    for arrival in arrivals:
        assert run.inbox.offer(arrival)
    answers = [arrival.ticket.result(5) for arrival in arrivals if arrival.ticket]
    assert answers == [2, 1, 1]
    assert run.store.lines("app") == [(1, "1 one"), (2, "2 two"), (3, "3 bad")]
    stop.set()
    thread.join()
    run.writer.close()


def test_numbers_of_what_is_sent_go_on_after_a_restart(tmp_path: Path) -> None:
    for text in (b"1 one\n", b"2 two\n"):
        run = begin(tmp_path)
        run.pipeline.receive(sent(text))
        run.writer.close()
    assert run.store.lines("app") == [(1, "1 one"), (2, "2 two")]


def test_a_sender_is_told_when_it_could_not_be_kept(tmp_path: Path) -> None:
    run = begin(tmp_path)
    run.store.full = True
    arrival = sent(b"1 one\n")
    run.pipeline.receive(arrival)
    assert not run.writer.close(0.2)
    assert arrival.ticket is not None
    with pytest.raises(CancelledError):
        arrival.ticket.result(5)


def test_the_inbox_refuses_what_it_cannot_hold() -> None:
    inbox = Inbox(most=1_000)
    assert [inbox.offer(sent(b"x" * 600)) for _ in range(3)] == [True, False, False]
    assert len(inbox.take(0.0)) == 1
    assert inbox.offer(sent(b"x" * 5_000)), "one alone is always taken: its size was judged"


def test_a_trickle_is_gathered_for_longer_than_a_busy_log() -> None:
    assert pause(0.04, 0) == 0.0
    assert round(pause(0.005, 0), 3) == 0.015
    assert (pause(0.04, 400), pause(0.04, 40_000), pause(0.04, 400_000)) == (0.12, 0.01, 0.0)
    assert pause(9.0, 400) == 0.25
