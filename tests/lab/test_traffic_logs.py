"""A written log: as long as asked for, in order of time, the same for the same seed, and true."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lab.traffic.logs import ENDS, write_log
from lab.traffic.truth import read, truth_of
from lab.traffic.visits import Story

COMBINED = re.compile(
    r"(?P<address>[\d.]+) - - \[(?P<time>[^\]]+)\] "
    r'"(?P<method>GET|POST) (?P<path>\S+) HTTP/1\.1" (?P<status>\d{3}) (?P<size>\d+) '
    r'"(?P<referer>[^"]*)" "(?P<agent>[^"]+)"'
)


def parsed(path: Path) -> list[dict[str, str]]:
    matches = [COMBINED.fullmatch(line) for line in path.read_text("ascii").splitlines()]
    assert None not in matches
    return [match.groupdict() for match in matches if match]


def test_every_line_is_combined_in_order_and_told_of(tmp_path: Path) -> None:
    log = tmp_path / "shop.log"
    truth = write_log(log, 3, 5000, 2)
    lines = parsed(log)
    times = [datetime.strptime(line["time"], "%d/%b/%Y:%H:%M:%S %z") for line in lines]
    assert len(lines) == 5000
    assert times == sorted(times)
    assert ENDS - timedelta(days=2) <= times[0]
    assert times[-1] < ENDS
    told = [*truth.honest, *truth.attackers]
    assert sum(each.requests for each in told) == 5000
    assert {line["address"] for line in lines} == {a for each in told for a in each.addresses}
    assert read((tmp_path / "shop.log.truth.json").read_text()) == truth


def test_attackers_ask_as_often_as_the_truth_says(tmp_path: Path) -> None:
    log = tmp_path / "shop.log"
    truth = write_log(log, 11, 3000, 1)
    asked = Counter(line["address"] for line in parsed(log))
    for told in truth.attackers:
        assert sum(asked[address] for address in told.addresses) == told.requests
    assert {told.kind for told in truth.attackers} == {
        story.value for story in Story if not story.honest
    }


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_log(tmp_path / name, seed, 1500, 1)
    first, again, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert first == again
    assert first != other


def test_a_log_may_end_when_the_caller_says(tmp_path: Path) -> None:
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    write_log(tmp_path / "log", 5, 1500, 1, ends)
    assert {line["time"][:11] for line in parsed(tmp_path / "log")} == {"31/Dec/2026"}


@pytest.mark.parametrize(("lines", "days"), [(0, 1), (700, 1), (-1, 3), (5000, 0)])
def test_too_short_a_story_is_refused_and_writes_nothing(
    tmp_path: Path, lines: int, days: int
) -> None:
    with pytest.raises(ValueError, match="a story needs one day and 736 lines"):
        write_log(tmp_path / "log", 5, lines, days)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_without_visits_has_no_truth_to_tell() -> None:
    truth = truth_of(1, ())
    assert (truth.honest, truth.attackers) == ((), ())
