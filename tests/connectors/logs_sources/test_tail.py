"""A growing log is read to the last line, once, whatever the rotation does to it."""

import gzip
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.connectors.logs.tail import earlier
from storewarden.connectors.logs.tail.following import Log, Tail
from storewarden.connectors.logs.tail.framing import Frame
from storewarden.core.river import LONGEST, Piece, Place


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "access.log"


def tail(log: Path, place: Place | None = None, *, link: bool = False, quiet: float = 0.0) -> Tail:
    return Tail(Log("shop_access", log, link=link, quiet=quiet), place)


def drained(source: Tail, rounds: int = 6) -> list[Piece]:
    return [piece for _ in range(rounds) for piece in source.more()]


def text(pieces: list[Piece]) -> bytes:
    return b"".join(piece.data for piece in pieces)


def numbers(pieces: list[Piece]) -> list[tuple[int, int]]:
    return [(piece.first_line, piece.lines) for piece in pieces]


def append(log: Path, words: bytes) -> None:
    with log.open("ab") as file:
        file.write(words)


def lines(first: int, last: int) -> bytes:
    return b"".join(b"line %d of the shop's log\n" % number for number in range(first, last + 1))


def test_lines_come_whole_and_numbered_as_they_are_written(log: Path) -> None:
    append(log, b"one\ntw")
    source = tail(log)
    first = drained(source)
    append(log, b"o\nthree\n")
    second = drained(source)
    assert (text(first), numbers(first)) == (b"one\n", [(1, 1)])
    assert (text(second), numbers(second)) == (b"two\nthree\n", [(2, 2)])


def test_a_file_that_appears_later_is_read_from_its_start(log: Path) -> None:
    source = tail(log)
    assert (drained(source), [remark.said for remark in source.remarks()]) == (
        [],
        [f"{log} is not there (yet)"],
    )
    append(log, b"one\n")
    assert text(drained(source)) == b"one\n"


def test_a_renamed_file_is_read_to_its_end_before_the_new_one(log: Path) -> None:
    append(log, lines(1, 3))
    source = tail(log)
    got = drained(source)
    append(log, lines(4, 5))
    log.rename(log.with_name("access.log.1"))
    append(log, lines(6, 7))
    append(log.with_name("access.log.1"), b"no newline")
    got += drained(source)
    assert text(got) == lines(1, 5) + b"no newline" + lines(6, 7)
    assert numbers(got) == [(1, 3), (4, 2), (6, 1), (7, 2)]


def test_the_old_file_is_left_only_when_it_is_quiet(log: Path) -> None:
    clock = Clock()
    append(log, lines(1, 1))
    source = Tail(Log("shop_access", log), clock=clock)
    got = drained(source)
    log.rename(log.with_name("access.log.1"))
    append(log, lines(3, 3))
    got += drained(source)
    append(log.with_name("access.log.1"), lines(2, 2))
    got += drained(source)
    assert text(got) == lines(1, 2)
    clock.now += 1.5
    assert text(got + drained(source)) == lines(1, 3)


def test_an_old_file_that_is_never_quiet_does_not_hide_the_new_one(log: Path) -> None:
    clock = Clock()
    append(log, lines(1, 1))
    source = Tail(Log("shop_access", log), clock=clock)
    drained(source)
    log.rename(log.with_name("access.log.1"))
    append(log, b"new\n")
    got = []
    for _ in range(40):
        append(log.with_name("access.log.1"), b"old\n")
        clock.now += 0.5
        got += drained(source, 2)
    assert b"new\n" in text(got)


def test_a_file_that_is_copied_and_emptied_loses_nothing(log: Path) -> None:
    append(log, lines(1, 3))
    source = tail(log)
    got = drained(source)
    append(log, lines(4, 6))
    shutil.copy(log, log.with_name("access.log.1"))
    os.truncate(log, 0)
    append(log, lines(7, 7))
    got += drained(source)
    assert text(got) == lines(1, 7)
    assert got[-1].first_line == 7


def test_a_file_that_is_emptied_and_grows_beyond_the_place_is_noticed(log: Path) -> None:
    append(log, lines(1, 1))
    source = tail(log)
    drained(source)
    os.truncate(log, 0)
    append(log, lines(2, 9))
    assert text(drained(source)) == lines(2, 9)


def test_after_a_restart_reading_goes_on_where_it_stopped(log: Path) -> None:
    append(log, lines(1, 3))
    place = drained(tail(log))[-1].place
    append(log, lines(4, 5))
    got = drained(tail(log, place))
    assert (text(got), numbers(got)) == (lines(4, 5), [(4, 2)])


@pytest.mark.parametrize("packed", [False, True])
def test_after_a_restart_rotated_files_are_read_first(
    log: Path,
    packed: bool,  # noqa: FBT001 - pytest hands it over by name
) -> None:
    append(log, lines(1, 3))
    place = drained(tail(log))[-1].place
    append(log, lines(4, 5))
    log.rename(log.with_name("access.log.2"))
    append(log, lines(6, 7))
    log.rename(log.with_name("access.log.1"))
    append(log, lines(8, 9))
    append(log.with_name("access.log.swp"), b"not a log\n")
    if packed:
        for number, age in ((2, 1_000), (1, 2_000)):
            pack(log.with_name(f"access.log.{number}"), age)
    got = drained(tail(log, place), 12)
    assert (text(got), got[0].first_line, got[-1].first_line) == (lines(4, 9), 4, 8)


def test_a_gzip_bomb_among_the_rotated_files_is_left_and_said(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "_MODEST", 4 * 1024**2)
    append(log, lines(1, 3))
    place = drained(tail(log))[-1].place
    log.rename(log.with_name("access.log.2"))
    with gzip.open(log.with_name("access.log.1.gz"), "wb", compresslevel=9) as bomb:
        for _ in range(64):
            bomb.write(b"\0" * 1024**2)
    append(log, lines(4, 5))
    source = tail(log, place)
    got = drained(source, 20)
    assert text(got)[-len(lines(4, 5)) :] == lines(4, 5)
    assert sum(len(piece.data) for piece in got) < 2 * LONGEST
    [remark] = source.remarks()
    assert remark.said.endswith(
        "unpacks to more than 300 times its size: not a log; the rest of it is not read"
    )


def pack(path: Path, modified: int) -> None:
    with path.open("rb") as plain, gzip.open(f"{path}.gz", "wb") as packed:
        shutil.copyfileobj(plain, packed)
    os.utime(f"{path}.gz", (modified, modified))
    path.unlink()


def test_a_restart_in_the_middle_of_a_rotated_file_goes_on_there(log: Path) -> None:
    append(log, lines(1, 3))
    place = drained(tail(log))[-1].place
    append(log, lines(4, 90_000))
    log.rename(log.with_name("access.log.1"))
    append(log, b"new\n")
    first = tail(log, place).more() or [*drained(tail(log, place), 2)]
    middle = first[-1].place
    got = [*first, *drained(tail(log, middle), 20)]
    assert text(got) == lines(4, 90_000) + b"new\n"


def test_a_file_that_is_gone_for_good_is_said(log: Path) -> None:
    append(log, lines(1, 3))
    place = drained(tail(log))[-1].place
    log.unlink()
    append(log, b"something else\n")
    source = tail(log, place)
    got = drained(source)
    assert (text(got), numbers(got)) == (b"something else\n", [(4, 1)])
    assert [remark.said for remark in source.remarks()] == [
        f"{log} was replaced; what was written before it is gone"
    ]


def test_a_torn_archive_ends_where_it_cannot_be_read(log: Path) -> None:
    append(log, lines(1, 2_000))
    place = drained(tail(log))[-1].place
    append(log, lines(2_001, 60_000))
    log.rename(log.with_name("access.log.1"))
    pack(log.with_name("access.log.1"), 1_000)
    archive = log.with_name("access.log.1.gz")
    os.truncate(archive, archive.stat().st_size // 2)
    append(log, b"new\n")
    got = text(drained(tail(log, place), 12)).removesuffix(b"new\n")
    assert len(got) > 100_000
    assert lines(2_001, 60_000).startswith(got)


def test_a_link_swapped_in_is_refused(log: Path, tmp_path: Path) -> None:
    secret = tmp_path / "shadow"
    secret.write_text("root:hash\n", "utf-8")
    append(log, lines(1, 1))
    source = tail(log)
    got = drained(source)
    log.rename(log.with_name("access.log.1"))
    log.symlink_to(secret)
    append(log.with_name("access.log.1"), lines(2, 2))
    got += drained(source)
    assert text(got) == lines(1, 2)
    (remark,) = source.remarks()
    assert remark.said.startswith(f"{log} has become a symbolic link; it is not followed, unless")
    assert text(drained(tail(log, link=True))) == b"root:hash\n"


def test_a_pipe_or_a_folder_is_no_log(log: Path) -> None:
    os.mkfifo(log)
    source = tail(log)
    assert drained(source) == []
    assert [remark.said for remark in source.remarks()] == [
        f"{log} is no plain file; it is not read"
    ]


def test_a_line_of_ten_megabytes_is_cut_and_counted(log: Path) -> None:
    append(log, b"short\n" + b"x" * 10_000_000 + b"\nnext\n")
    got = drained(tail(log), 20)
    assert text(got) == b"short\n" + b"x" * LONGEST + b"\nnext\n"
    assert sum(piece.cut for piece in got) == 1
    assert sum(piece.lines for piece in got) == 3
    assert got[-1].place is not None
    assert got[-1].place.offset == log.stat().st_size


def test_null_bytes_and_broken_utf_8_are_kept(log: Path) -> None:
    append(log, b"a\x00b\n\xff\xfe\n")
    assert text(drained(tail(log))) == b"a\x00b\n\xff\xfe\n"


def test_a_last_line_without_newline_counts_when_reading_ends(log: Path) -> None:
    append(log, b"one\ntwo")
    source = tail(log)
    got = [*drained(source), *source.finish()]
    assert (text(got), numbers(got)) == (b"one\ntwo", [(1, 1), (2, 1)])
    append(log, b"\nthree\n")
    assert text(drained(tail(log, got[-1].place))) == b"\nthree\n"


def plainly(chunks: list[bytes]) -> tuple[bytes, int]:
    """The oracle: everything at once."""
    cut = [line[:LONGEST] for line in b"".join(chunks).split(b"\n")]
    long = sum(len(line) > LONGEST for line in b"".join(chunks).split(b"\n"))
    return b"\n".join(cut), long


CHUNKS = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"\n", b"x" * LONGEST, b"y" * (LONGEST // 2), b"z" * (LONGEST + 1)]),
    ),
    max_size=12,
)


@given(CHUNKS)
@settings(max_examples=300, deadline=None)
def test_lines_are_framed_the_same_however_the_bytes_arrive(chunks: list[bytes]) -> None:
    frame, out, cut = Frame(), b"", 0
    for chunk in chunks:
        block, more = frame.feed(chunk)
        assert block == b"" or block.endswith(b"\n")
        out, cut = out + block, cut + more
    rest, more = frame.rest()
    assert (out + rest, cut + more) == plainly(chunks)
