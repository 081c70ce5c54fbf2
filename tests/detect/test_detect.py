import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.detect.conftest import Detect, line

Log = Callable[..., Path]
UNION = "/search/?q=1%27+UNION/**/SELECT+1,2,3--"
HONEST = ("198.51.100.1 /", "198.51.100.1 /catalogue/?q=select+union+square+tee", "198.51.100.2 /")


@pytest.mark.slow
def test_a_good_day_flags_nothing(detect: Detect, log: Log) -> None:
    answer = detect(log(*HONEST), "--json")
    assert (answer.code, answer.said, answer.complained) == (0, "", "")


def test_a_bad_line_is_named_with_its_class(detect: Detect, log: Log) -> None:
    answer = detect(log(*HONEST, f"192.0.2.7 {UNION}", *HONEST), "--json")
    (flagged,) = answer.lines()
    assert answer.code == 1
    assert (flagged.line, flagged.classes) == (4, ["sqli"])
    assert "sqli-union-select" in flagged.rules


def test_empty_and_odd_lines_count_as_lines(detect: Detect, log: Log) -> None:
    odd = "nonsense ' union select 1,2 from users --"
    answer = detect(log("", "nonsense", odd, f"192.0.2.7 {UNION}"), "--json")
    assert [flagged.line for flagged in answer.lines()] == [3, 4]


def test_a_behaviour_names_every_line_of_its_caller(detect: Detect, log: Log) -> None:
    probes = [f"192.0.2.7 {UNION}{number}" for number in range(20)]
    answer = detect(log("192.0.2.7 /", *HONEST, *probes, "192.0.2.7 /basket/"), "--json")
    found = {flagged.line: flagged.rules for flagged in answer.lines()}
    assert sorted(found) == [1, *range(5, 26)]
    assert all("injection_probing" in rules for rules in found.values())


def test_a_packed_log_is_read_alike(detect: Detect, log: Log, tmp_path: Path) -> None:
    plain = log(*HONEST, f"192.0.2.7 {UNION}")
    packed = tmp_path / "access.log.1.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert detect(packed, "--json").lines() == detect(plain, "--json").lines()


def test_several_logs_are_told_apart(detect: Detect, log: Log) -> None:
    good, bad = log(*HONEST, name="good.log"), log(f"192.0.2.7 {UNION}", name="bad.log")
    (flagged,) = detect(good, bad, "--json").lines()
    assert (flagged.file, flagged.line) == (str(bad), 1)


def test_the_table_shows_who_and_what(detect: Detect, log: Log) -> None:
    answer = detect(log(*HONEST, f"192.0.2.7 {UNION}"))
    assert "4 lines, 1 flagged" in answer.said
    assert "192.0.2.7" in answer.said
    assert "sqli" in answer.said
    assert "198.51.100" not in answer.said


def test_hostile_text_does_nothing_to_a_terminal(detect: Detect, log: Log) -> None:
    answer = detect(log(f"192.0.2.7 {UNION}\x1b]0;owned\x07\x9b31m[bold]\u202e"))
    assert answer.code == 1
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(answer.said)


def test_a_line_of_ten_megabytes_is_cut_and_counted(detect: Detect, log: Log) -> None:
    answer = detect(log("192.0.2.7 /" + "a" * 10_000_000, f"192.0.2.7 {UNION}"))
    assert "1 too long and cut" in answer.said
    assert "1 flagged" in answer.said


def test_nothing_is_in_an_empty_log(detect: Detect, log: Log) -> None:
    answer = detect(log())
    assert (answer.code, answer.said.split(": ")[1]) == (0, "0 lines, 0 flagged\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "csv"), "'csv' is no format of access logs; they are: "),
        (("missing.log",), "does not exist"),
    ],
)
def test_a_mistake_is_told(
    detect: Detect, log: Log, arguments: tuple[str, ...], words: str
) -> None:
    answer = detect(log(*HONEST), *arguments)
    assert answer.code == 2
    assert words in answer.complained


def test_a_damaged_packed_log_could_not_be_checked(
    detect: Detect, log: Log, tmp_path: Path
) -> None:
    packed = tmp_path / "half.gz"
    content = os.urandom(9_000) + log(*HONEST).read_bytes()
    packed.write_bytes(gzip.compress(content)[:5_000])
    answer = detect(packed)
    assert answer.code == 3
    assert "damaged" in answer.complained


STAMPS = (
    "Sep  5 16:13:46 web1.shop.example nginx[2869]: ",
    "<190>Sep 15 16:13:46 web1 nginx: ",
    "2026-09-05T16:13:46.5+02:00 web1 nginx: ",
    '<34>1 2026-09-05T16:13:46Z web1 nginx 7 - [a@1 b="c]"] ',
    "shop.example ",
    "shop.example:443 ",
    "Sep 15 16:13:46 web1 nginx: shop.example:443 ",
)


@pytest.mark.parametrize("stamp", STAMPS)
def test_stamps_and_hosts_before_a_line_do_not_hide_who_sent_it(
    detect: Detect, log: Log, stamp: str
) -> None:
    sent = [line(f"192.0.2.7 {UNION}{number}") for number in range(8)]
    answer = detect(log(*HONEST, *[f'{stamp}{text} "-" 0.012' for text in sent], *HONEST))
    assert "192.0.2.7 " in answer.said
    assert "8 flagged" in answer.said
    assert "injection_probing" in answer.said
    assert "not of this format" not in answer.said


def test_lines_of_an_error_log_are_their_callers(detect: Detect, log: Log) -> None:
    probes = [f"192.0.2.7 {UNION}{number}" for number in range(8)]
    at, when = "2026/06/15 10:00:00 [error] 5#5: *1", "[Mon Jun 15 10:00:00.1 2026]"
    errors = [
        f'{at} open() "/x" failed, client: 192.0.2.7, server: _, request: "GET /x HTTP/1.1"',
        f"{when} [core:error] [pid 1:tid 2] [client 192.0.2.7:5678] AH00124: too long",
        f'{at} open() "/x" failed, client: 198.51.100.1, server: _, request: "GET /x HTTP/1.1"',
        f'{at} open() "/x, client: 192.0.2.7, server: " failed, client: 198.51.100.1, server: _',
        f"{when} [core:error] [pid 1] [client 198.51.100.1:5678] [client 192.0.2.7:5] AH00124",
    ]
    answer = detect(log(*HONEST, *errors, *probes), "--json")
    assert [flagged.line for flagged in answer.lines()] == [4, 5, *range(9, 17)]
