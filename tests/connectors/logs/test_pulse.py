"""When a log last wrote is read from its lines, whatever their format."""

from datetime import timedelta
from pathlib import Path

import pytest

from storewarden.connectors.logs.pulse.connector import gather
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource
from storewarden.facts.logs import LogSilence
from tests.support.access import NOON, access_to, an_estate


def told(path: Path, content: str) -> list[LogSilence]:
    path.write_text(content)
    log = LogSource("payment_log", path, format="lines")
    return list(gather(log, access_to(an_estate(path.parent, log))))


def captured(*hours_ago: float) -> str:
    moments = [NOON - timedelta(hours=hours) for hours in hours_ago]
    return "".join(f"{moment:%Y-%m-%dT%H:%M:%S+00:00} captured 12.00\n" for moment in moments)


def test_the_last_line_and_the_longest_pause_before_it(tmp_path: Path) -> None:
    text = captured(24 * 90, 24 * 42, 24 * 41.5, 24 * 41, 24 * 40)
    assert told(tmp_path / "log", text) == [LogSilence(NOON, NOON - timedelta(days=40), 24)]


def test_too_few_lines_have_no_rhythm(tmp_path: Path) -> None:
    assert told(tmp_path / "log", captured(5, 4)) == [
        LogSilence(NOON, NOON - timedelta(hours=4), None)
    ]


def test_a_line_from_the_future_is_no_sign_of_life(tmp_path: Path) -> None:
    text = captured(100) + "2099-01-01T00:00:00Z forged\n"
    assert told(tmp_path / "log", text) == [LogSilence(NOON, NOON - timedelta(hours=100), None)]


def test_an_empty_log_never_wrote(tmp_path: Path) -> None:
    assert told(tmp_path / "log", "") == [LogSilence(NOON)]


def test_lines_without_a_time_are_unknown(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no line of payment_log carries a time"):
        told(tmp_path / "log", "hello\n\x00\n")


def test_a_missing_log_is_unreachable(tmp_path: Path) -> None:
    log = LogSource("gone", tmp_path / "gone")
    with pytest.raises(Unreachable, match="the log of gone is not there"):
        list(gather(log, access_to(an_estate(tmp_path, log))))
