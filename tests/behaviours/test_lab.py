"""The lab's thieves are found, all of them, and nobody else."""

from itertools import pairwise
from pathlib import Path

import pytest
from lab.traffic.logs import write_log
from lab.traffic.truth import Told

from storewarden.core.alerts import Alert
from storewarden.kernels.accesslog import parse
from storewarden.kernels.windows import Remarks, Settings, Windows, flagged, named
from tests.behaviours.played import behaviours

NOTHING_AMISS = (0, 0, 0, 0, 0)


def _named(log: bytes, batch_size: int = 1_000_000) -> tuple[dict[str, frozenset[str]], Remarks]:
    windows, line = Windows(behaviours(), Settings(("django-oscar",))), 1
    told: list[Alert] = []
    cuts = [0, *(log.index(b"\n", at) + 1 for at in range(batch_size, len(log), batch_size))]
    for begin, end in pairwise([*cuts, len(log)]):
        batch = parse(log[begin:end], source="shop", first_line=line)
        line += batch.num_rows
        told += windows.advance(batch)
    return dict(named([*told, *windows.flush()])), windows.remarks()


def _addresses(told: tuple[Told, ...]) -> set[str]:
    return {address for each in told for address in each.addresses}


def _checked(log: Path, seed: int, lines: int, days: int) -> None:
    truth = write_log(log, seed, lines, days)
    found, remarks = _named(log.read_bytes())
    assert set(found) == _addresses(truth.attackers)
    assert not set(found) & _addresses(truth.honest)
    kinds = {each.kind: each.addresses[0] for each in truth.attackers}
    assert "credential_stuffing" in found[kinds["credential_stuffing"]]
    assert "voucher_guessing" in found[kinds["voucher_guessing"]]
    assert "price_scraping" in found[kinds["price_scraping"]]
    assert "card_testing" in found[kinds["card_testing"]]
    assert "distributed_stuffing" in found[kinds["slow_credential_stuffing"]]
    amiss = (remarks.late, remarks.undated, remarks.set_back)
    assert (*amiss, remarks.refused_keys, remarks.refused_entries) == NOTHING_AMISS


@pytest.mark.slow
def test_one_day(tmp_path: Path) -> None:
    _checked(tmp_path / "shop.log", seed=77, lines=6_000, days=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_twenty_seeds(tmp_path: Path, seed: int) -> None:
    _checked(tmp_path / "shop.log", seed, lines=(4_000, 20_000, 60_000)[seed % 3], days=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_a_week(tmp_path: Path, seed: int) -> None:
    _checked(tmp_path / "shop.log", seed, lines=100_000, days=7)


def test_every_line_of_the_named_is_marked(tmp_path: Path) -> None:
    log = tmp_path / "shop.log"
    truth = write_log(log, 5, 6_000, 1)
    found, _ = _named(log.read_bytes())
    batch = parse(log.read_bytes(), source="shop", first_line=1)
    marked = flagged(batch, found)
    assert len(marked) == sum(each.requests for each in truth.attackers)
    assert all(marked.values())
