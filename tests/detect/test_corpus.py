"""How good `storewarden detect` is, on the corpus and on the lab's honest traffic."""

from collections import Counter
from pathlib import Path

import pytest
from lab.traffic.logs import write_log

from tests.detect.conftest import Detect
from tests.detect.stages import CLASSES, Stage, stages

LEAST_RECALL = 0.80
MOST_FALSE = 0.15
MOST_HONEST = 0.003


@pytest.mark.corpus
@pytest.mark.slow
def test_the_stages_of_the_core_rule_set(detect: Detect, tmp_path: Path) -> None:
    every = [stage for stage in stages() if stage.visible]
    lines = [stage.line(f"10.{n >> 8}.{n & 255}.1") for n, stage in enumerate(every)]
    log = tmp_path / "access.log"
    log.write_text("\n".join(lines) + "\n", "ascii")
    found = {line.line: set(line.classes) for line in detect(log, "--json").lines()}
    right = [stage.right(found.get(n, set())) for n, stage in enumerate(every, 1)]
    print(table(every, right))  # noqa: T201 - for docs/detect.md, with -s
    assert share(every, right, attack=True) >= LEAST_RECALL
    assert share(every, right, attack=False) < MOST_FALSE


def table(every: list[Stage], right: list[bool]) -> str:
    counts = Counter((s.family, s.attack, hit) for s, hit in zip(every, right, strict=True))
    rows = ["| family | attacks | flagged right | must stay silent | flagged all the same |"]
    for family in CLASSES:
        one = [counts[family, attack, hit] for attack in (True, False) for hit in (True, False)]
        rows.append(f"| {family} | {one[0] + one[1]} | {one[0]} | {one[2] + one[3]} | {one[2]} |")
    return "\n".join(rows)


def share(every: list[Stage], right: list[bool], *, attack: bool) -> float:
    of = [hit for stage, hit in zip(every, right, strict=True) if stage.attack is attack]
    return sum(of) / len(of)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_honest_lines_are_hardly_ever_flagged_by_a_pattern(
    detect: Detect, tmp_path: Path, seed: int
) -> None:
    log = tmp_path / "access.log"
    truth = write_log(log, seed, 20_000, 3)
    thieves = {address for thief in truth.attackers for address in thief.addresses}
    senders = [line.partition(" ")[0] for line in log.read_text("ascii").splitlines()]
    flagged = [
        line.line
        for line in detect(log, "--json").lines()
        if senders[line.line - 1] not in thieves and any("-" in rule for rule in line.rules)
    ]
    assert len(flagged) <= MOST_HONEST * sum(sender not in thieves for sender in senders)
