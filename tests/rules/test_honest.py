"""No honest visitor of the lab is named by a rule, and the thieves who make noise are."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from lab.traffic.logs import write_log
from lab.traffic.truth import Truth

from storewarden import bootstrap
from storewarden.kernels import accesslog
from storewarden.kernels.sigma.live.correlating import Correlator
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.reading import read

RULES = Path(bootstrap.__file__).parent.parent / "steps" / "s7_logs" / "rules"
LINES, DAYS = 20_000, 3
NOISY = {
    "attack_tool_answered": "injection_probing",
    "card_testing_refused": "card_testing",
    "catalogue_walked": "price_scraping",
    "login_faster_than_hands": "credential_stuffing",
    "oscar_login_guessing": "credential_stuffing",
    "oscar_voucher_guessing": "voucher_guessing",
    "price_list_fetched": "price_scraping",
}


def named(log: pa.RecordBatch) -> Mapping[str, set[str]]:
    """Key of each rule that spoke -> whom it named: an address, or what it groups by."""
    files = {f"{path.parent.name}/{path.name}": path for path in RULES.glob("*/rule.yml")}
    rules = read({name: path.read_text("utf-8") for name, path in files.items()})
    assert rules.refused == ()
    matched = Matcher(rules.rules).match(log)
    said: dict[str, set[str]] = defaultdict(set)
    addresses = log.column("address").to_pylist()
    for rule in rules.rules:
        if rule.told.raises and rule.told.key in matched:
            said[rule.told.key] |= {addresses[int(row)] for row in matched[rule.told.key]}
    for fired in Correlator(rules.correlations).advance(log, matched):
        said[fired.key].add(fired.group[0])
    return said


def thieves(truth: Truth) -> Mapping[str, set[str]]:
    """Key of each noisy rule -> the addresses of the story that it must name."""
    homes = {told.kind: set(told.addresses) for told in truth.attackers}
    return {rule: homes[story] for rule, story in NOISY.items()}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_rules_name_thieves_and_nobody_else(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "shop.log"
    truth = write_log(path, seed, LINES, DAYS)
    log = accesslog.parse(path.read_bytes(), source="shop", first_line=1)
    assert named(log) == thieves(truth)


def test_there_are_rules_for_every_kind_of_theft() -> None:
    files = {path.parent.name: path.read_text("utf-8") for path in RULES.glob("*/rule.yml")}
    assert len(files) >= 100
