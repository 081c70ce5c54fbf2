"""The lab's estate file can be read, names only what is there, and never grows old."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest

from lab import estate
from storewarden.core.estate import CodeTree, Estate, Feed, Integration, KeyRing, Site, Supplier
from storewarden.core.steps import Step
from storewarden.engine import estate_file

LAB = Path(estate.__file__).parent.parent
TODAY = date(2026, 6, 15)
ADDRESSES = {
    "shop": "http://127.0.0.1:8001",
    "cms": "https://127.0.0.1:8002",
    "campaign": "https://127.0.0.1:8003",
    "printworks": "https://127.0.0.1:8004",
    "shipit": "https://127.0.0.1:8005",
}
Written = Callable[[date], Estate]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    return lambda today: estate_file.load(estate.write(tmp_path, ADDRESSES, today))


def named(lab: Estate, kind: type) -> dict[str, object]:
    return {asset.id: asset for asset in lab.assets if isinstance(asset, kind)}


def test_every_asset_of_the_brief_is_in_it(written: Written) -> None:
    assert [asset.id for asset in written(TODAY).assets] == [
        *("shop", "cms", "campaign", "shop_code", "cms_code", "exporter", "shop_db", "cms_db"),
        *("shop_access", "cms_access", "cms_auth", "payment_log", "web_host", "mail_host"),
        *("cms_to_shop", "product_hook", "price_hook", "printworks", "shipit", "mailer"),
        *("checkout", "shop_keys", "osv", "kev", "npm_osv"),
    ]


def test_nobody_answers_for_the_suppliers_alone(written: Written) -> None:
    assert set(Step) - set(written(TODAY).responsible) == {Step.SUPPLIERS}


def test_addresses_are_those_of_the_running_lab(written: Written) -> None:
    lab = written(TODAY)
    sites = {key: one.url for key, one in named(lab, Site).items() if isinstance(one, Site)}
    assert sites == {key: ADDRESSES[key] for key in ("shop", "cms", "campaign")}
    seams = [one.url for one in lab.assets if isinstance(one, Integration)]
    assert seams == [
        "http://127.0.0.1:8001/api/products/",
        "https://127.0.0.1:8002/hooks/product-changed/",
        "https://127.0.0.1:8002/hooks/price-changed/",
    ]


@pytest.mark.parametrize("today", [TODAY, date(2031, 2, 28), date(2028, 2, 29)])
def test_its_days_count_from_today(written: Written, today: date) -> None:
    lab = written(today)
    suppliers = {s.id: s for s in lab.assets if isinstance(s, Supplier)}
    assert suppliers["printworks"].certificates[0].valid_until == today - timedelta(days=60)
    assert suppliers["shipit"].certificates[0].valid_until == today + timedelta(days=200)
    assert suppliers["mailer"].reviewed_on is None
    assert [(test.asset, (today - test.on).days) for test in lab.pentests] == [
        ("cms", 120),
        ("campaign", 200),
    ]


def test_feeds_are_a_day_old_and_one_is_ninety(written: Written) -> None:
    feeds = {f.id: f.path for f in written(TODAY).assets if isinstance(f, Feed) and f.path}
    kev = json.loads(feeds["kev"].read_text("utf-8"))
    assert (kev["dateReleased"], kev["count"]) == ("2026-06-14T16:00:00.0000Z", 3)
    modified = {
        feed: {json.loads(file.read_text("utf-8"))["modified"] for file in feeds[feed].iterdir()}
        for feed in ("osv", "npm_osv")
    }
    assert modified == {"osv": {"2026-06-14T06:00:00Z"}, "npm_osv": {"2026-03-17T06:00:00Z"}}


def test_the_payment_log_ended_forty_days_ago(written: Written, tmp_path: Path) -> None:
    written(TODAY)
    log = tmp_path / "logs" / "payments.log"
    last = log.read_text("utf-8").splitlines()[-1]
    assert last == "2026-05-06T18:05:00+00:00 settlement batch 30 closed"
    assert datetime.fromtimestamp(log.stat().st_mtime, UTC).date() == date(2026, 5, 6)


def test_it_may_be_written_again_at_every_start(written: Written) -> None:
    assert written(TODAY) == written(TODAY)


def test_the_key_ring_names_real_columns(written: Written) -> None:
    ring = named(written(TODAY), KeyRing)["shop_keys"]
    assert isinstance(ring, KeyRing)
    assert set(ring.keys.columns) == {"name", "holder", "permissions", "created", "last_used"}


@pytest.mark.parametrize("site", ["shop", "cms"])
def test_a_site_pins_what_is_installed(site: str, written: Written) -> None:
    tree = named(written(TODAY), CodeTree)[f"{site}_code"]
    assert isinstance(tree, CodeTree)
    lines = (tree.path / "requirements.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert pins == {name: version(name) for name in pins}
    assert {"django", {"shop": "django-oscar", "cms": "wagtail"}[site]} <= set(pins)


def tables() -> list[list[list[str]]]:
    text = (LAB / "WEAKNESSES.md").read_text("utf-8")
    found = re.findall(r"^\|.*(?:\n\|.*)+", text, re.MULTILINE)
    return [
        [[c.strip() for c in row.strip("|").split("|")] for row in t.split("\n")] for t in found
    ]


def test_the_list_of_weaknesses_can_be_read_by_a_machine() -> None:
    planted, decoys = tables()
    assert planted[0] == [
        *("id", "step", "check", "asset", "subject", "what is wrong", "how it was planted"),
    ]
    assert decoys[0] == ["id", "check", "asset", "what looks wrong but is not"]
    assert [row[0] for row in planted[2:]] == [f"W{n:02d}" for n in range(1, len(planted) - 1)]
    assert [row[0] for row in decoys[2:]] == [f"D{n:02d}" for n in range(1, len(decoys) - 1)]
    assert 35 <= len(planted) - 2 <= len(decoys) - 2


def test_every_step_has_two_weaknesses_and_every_row_names_an_asset(written: Written) -> None:
    planted, decoys = tables()
    steps = [row[1] for row in planted[2:]]
    assert {step: steps.count(step) >= 2 for step in Step} == dict.fromkeys(Step, True)
    known = {thing.id for thing in written(TODAY)}
    assert {row[3] for row in planted[2:]} | {row[2] for row in decoys[2:]} <= known
