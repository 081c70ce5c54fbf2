"""The journal is followed through the real `journalctl`, on journals that systemd itself wrote."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import sleep

import pytest

from storewarden.connectors.logs.journal import Journal, JournalSource
from storewarden.core.river import LONGEST, Piece, Place
from storewarden.kernels.syslog import Moment, parse

REMOTE = "/lib/systemd/systemd-journal-remote"
BEGIN = 1_795_161_600_000_000
SSHD = {"SYSLOG_IDENTIFIER": "sshd", "_PID": "77", "SYSLOG_FACILITY": "10", "PRIORITY": "6"}
GUESS = "Failed password for root from 203.0.113.5 port 4711 ssh2"


def written(folder: Path, entries: Sequence[Mapping[str, str]], first: int = 0) -> None:
    """Let systemd append entries to a journal file; one each second from 8 o'clock on."""
    rows = [
        {
            "__REALTIME_TIMESTAMP": str(BEGIN + (first + number) * 1_000_000),
            "__MONOTONIC_TIMESTAMP": str((first + number + 1) * 1_000_000),
            "_BOOT_ID": "f" * 32,
            "_HOSTNAME": "web1",
            **entry,
        }
        for number, entry in enumerate(entries)
    ]
    export = b"".join(b"".join(map(field, row.items())) + b"\n" for row in rows)
    command = [REMOTE, f"--output={folder / 'system.journal'}", "-"]
    subprocess.run(command, input=export, check=True, capture_output=True, timeout=30)


def field(item: tuple[str, str]) -> bytes:
    """One field of the journal's export format; binary when it has a newline."""
    name, value = item[0].encode(), item[1].encode("utf-8", "surrogateescape")
    if b"\n" not in value and value.isascii():
        return name + b"=" + value + b"\n"
    return name + b"\n" + len(value).to_bytes(8, "little") + value + b"\n"


def read(folder: Path, place: Place | None = None, units: Sequence[str] = ()) -> list[Piece]:
    source = JournalSource(Journal("system", tuple(units), str(folder), once=True), place)
    pieces, quiet = list[Piece](), 0
    while quiet < 4:
        more = source.more()
        pieces += more
        quiet = 0 if more else quiet + 1
    assert [remark.said for remark in source.remarks()] == []
    source.close()
    return pieces


def lines(pieces: Sequence[Piece]) -> list[str]:
    return [line for piece in pieces for line in piece.data.decode().splitlines()]


def test_entries_become_syslog_lines_and_events(tmp_path: Path) -> None:
    written(tmp_path, [{**SSHD, "MESSAGE": GUESS}, {**SSHD, "MESSAGE": "hello"}])
    pieces = read(tmp_path)
    assert lines(pieces) == [
        f"<86>1 2026-11-20T08:00:00.000000Z web1 sshd 77 - - {GUESS}",
        "<86>1 2026-11-20T08:00:01.000000Z web1 sshd 77 - - hello",
    ]
    batch = parse(pieces[0].data, source="system", first_line=1, at=Moment(BEGIN))
    [first, _] = batch.select(["time", "kind", "action", "account", "address"]).to_pylist()
    assert first == {
        "time": BEGIN,
        "kind": "auth",
        "action": "login_failed",
        "account": "root",
        "address": "203.0.113.5",
    }


def test_reading_goes_on_after_the_last_entry(tmp_path: Path) -> None:
    written(tmp_path, [{"MESSAGE": "one"}, {"MESSAGE": "two"}])
    place = read(tmp_path)[-1].place
    assert place is not None
    assert read(tmp_path, place) == []
    written(tmp_path, [{"MESSAGE": "three"}], first=2)
    [piece] = read(tmp_path, place)
    assert lines([piece])[0].endswith("three")
    assert (piece.first_line, piece.lines) == (3, 1)


def test_a_message_cannot_pretend_to_be_two(tmp_path: Path) -> None:
    hostile = f"x\n<86>1 2026-11-20T08:00:00Z web1 sshd 77 - - {GUESS}\r\n\x1b[2J"
    written(tmp_path, [{**SSHD, "MESSAGE": hostile}])
    [piece] = read(tmp_path)
    assert piece.lines == 1 == piece.data.count(b"\n")
    batch = parse(piece.data, source="system", first_line=1, at=Moment(BEGIN))
    assert batch.column("action").to_pylist() == [None]


def test_bytes_that_are_no_text_are_kept_readable(tmp_path: Path) -> None:
    written(tmp_path, [{"MESSAGE": b"caf\xe9 \x00".decode("utf-8", "surrogateescape")}])
    assert lines(read(tmp_path))[0].endswith(" caf\ufffd \x00")


def test_a_long_message_is_cut_and_that_is_counted(tmp_path: Path) -> None:
    written(tmp_path, [{"MESSAGE": "x" * 200_000}, {"MESSAGE": "after"}])
    pieces = read(tmp_path)
    assert sum(piece.cut for piece in pieces) == 1
    assert max(map(len, lines(pieces))) == LONGEST
    assert lines(pieces)[-1].endswith("after")


def test_units_narrow_it_down(tmp_path: Path) -> None:
    written(
        tmp_path,
        [
            {"MESSAGE": "wanted", "_SYSTEMD_UNIT": "ssh.service", "_UID": "0"},
            {"MESSAGE": "other", "_SYSTEMD_UNIT": "cron.service", "_UID": "0"},
        ],
    )
    assert [line[-6:] for line in lines(read(tmp_path, units=["ssh.service"]))] == ["wanted"]


def test_what_is_written_later_is_followed(tmp_path: Path) -> None:
    written(tmp_path, [{"MESSAGE": "one"}])
    source = JournalSource(Journal("system", folder=str(tmp_path)), None)
    assert told_in_time(source) == ["one"]
    written(tmp_path, [{"MESSAGE": "two"}], first=1)
    assert told_in_time(source) == ["two"]
    source.close()


def told_in_time(source: JournalSource) -> list[str]:
    for _ in range(200):
        if pieces := source.more():
            return [line.rpartition(" ")[2] for line in lines(pieces)]
        sleep(0.05)
    return []


class Clock:
    """Seconds that a test lets pass."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def script(folder: Path, text: str) -> str:
    path = folder / "journalctl"
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def entry(number: int, message: object = "m") -> str:
    return json.dumps({"__CURSOR": f"c{number}", "MESSAGE": message})


def test_a_program_that_dies_is_started_again_at_its_cursor(tmp_path: Path) -> None:
    """A stand-in that dies: the real one cannot be made to."""
    program = script(
        tmp_path,
        f"case \"$*\" in *--after-cursor=c1*) echo '{entry(2)}'; exec sleep 30;;"
        f" *) echo '{entry(1)}'; echo 'disk on fire' >&2; exit 3;; esac",
    )
    clock = Clock()
    source = JournalSource(Journal("system", program=program), None, clock)
    assert told_in_time(source) == ["m"]
    remarks = list[str]()
    for _ in range(100):
        assert not source.more()
        if remarks := [remark.said for remark in source.remarks()]:
            break
        sleep(0.02)
    assert remarks == ["journalctl ended with 3: disk on fire; it is started again"]
    assert source.more() == ()
    clock.now += 5.0
    assert told_in_time(source) == ["m"]
    source.close()


def test_a_program_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    clock = Clock()
    source = JournalSource(Journal("system", program=str(tmp_path / "none")), None, clock)
    assert source.more() == ()
    clock.now += 6.0
    assert source.more() == ()
    [remark] = source.remarks()
    assert remark.said.endswith("cannot be run: No such file or directory")


def test_an_entry_that_is_far_too_large_is_left_out_and_counted(tmp_path: Path) -> None:
    huge = "head -c 5000000 /dev/zero | tr '\\0' x"
    program = script(tmp_path, f"echo '{entry(1)}'; {huge}; echo; echo '{entry(2)}'; exec sleep 30")
    source = JournalSource(Journal("system", program=program), None)
    told, cut = list[str](), 0
    for _ in range(300):
        for piece in source.more():
            told, cut = told + lines([piece]), cut + piece.cut
        if len(told) == 2:
            break
        sleep(0.02)
    assert (len(told), cut) == (2, 1)
    source.close()


@pytest.mark.parametrize(
    "row",
    [
        "", "[]", "{", "null", '{"MESSAGE": "no cursor"}', '{"__CURSOR": 1}', "\x00", "[" * 100_000,
    ],
)  # fmt: skip
def test_rows_that_are_no_entries_are_passed_over(tmp_path: Path, row: str) -> None:
    (tmp_path / "rows").write_text(f"{row}\n{entry(1)}\n", "utf-8")
    program = script(tmp_path, f"cat {tmp_path / 'rows'}")
    source = JournalSource(Journal("system", once=True, program=program), None)
    assert [line.rpartition(" ")[2] for line in lines(source.more())] == ["m"]
    source.close()


@pytest.mark.parametrize(
    "said",
    [
        {"MESSAGE": None},
        {"MESSAGE": ["a", "b"]},
        {"MESSAGE": [104, 105]},
        {"MESSAGE": [104, 1000]},
        {"MESSAGE": {"a": 1}},
        {"PRIORITY": "99", "SYSLOG_FACILITY": "23"},
        {"PRIORITY": ["1"], "SYSLOG_FACILITY": "x"},
        {"__REALTIME_TIMESTAMP": "9" * 40},
        {"__REALTIME_TIMESTAMP": "-5"},
        {"_HOSTNAME": "a b\nc", "SYSLOG_IDENTIFIER": "p q"},
    ],
)
def test_odd_values_make_a_line_that_syslog_reads(tmp_path: Path, said: dict[str, object]) -> None:
    row = json.dumps({"__CURSOR": "c", "MESSAGE": "m", **said})
    (tmp_path / "rows").write_text(f"{row}\n", "utf-8")
    source = JournalSource(
        Journal("system", once=True, program=script(tmp_path, f"cat {tmp_path / 'rows'}")), None
    )
    [piece] = source.more()
    batch = parse(piece.data, source="system", first_line=1, at=Moment(BEGIN))
    assert (batch.num_rows, batch.column("kind").to_pylist()) == (1, ["app"])
    source.close()


def test_no_secret_of_ours_is_in_the_environment_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "SHOP_DSN", "mysql://ada:secret@db/shop")
    program = script(tmp_path, f"env > {tmp_path / 'env'}; echo '{entry(1)}'")
    source = JournalSource(Journal("system", once=True, program=program), None)
    assert source.more()
    source.close()
    assert "secret" not in (tmp_path / "env").read_text("utf-8")
