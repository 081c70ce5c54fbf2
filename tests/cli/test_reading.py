"""From a published list to a person and back: told, acknowledged by one click, in the trail."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from storewarden.bootstrap import notices, opening
from storewarden.core.notices import Stage
from tests.cli.conftest import Storewarden
from tests.connectors.web_servers import say, site
from tests.console.serving import served
from tests.support.mail import Mailroom, mail_server, until

PATIENCE = 5.0
"""Seconds between the update and the mail; asked for is under 5."""

MOMENT = "2026-11-27T08:00:00.000Z"
WEAK = {
    "id": "GHSA-test-0001",
    "aliases": ["CVE-2026-77001"],
    "modified": MOMENT,
    "published": MOMENT,
    "summary": "A cart that runs what it is told <b>\u202e",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "acmecart"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.4.7"}]},
            ],
        }
    ],
}


@dataclass
class Kev:
    """CISA's catalogue as the loopback server gives it out."""

    entries: list[str] = field(default_factory=lambda: ["CVE-2020-0001"])
    due: str = "2026-12-04"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        now = time.strftime("%Y-%m-%dT%H:%M:%S.0000Z", time.gmtime())
        told = [
            {
                "cveID": name,
                "vendorProject": "Acme",
                "product": "Cart",
                "vulnerabilityName": "Acme Cart Code Injection",
                "dateAdded": "2026-11-27",
                "shortDescription": "It runs what it is told.",
                "requiredAction": "Apply the vendor's update.",
                "dueDate": self.due,
                "knownRansomwareCampaignUse": "Unknown",
                "notes": "",
            }
            for name in self.entries
        ]
        catalogue = {
            "title": "test",
            "catalogVersion": now,
            "dateReleased": now,
            "count": len(told),
            "vulnerabilities": told,
        }
        say(handler, json.dumps(catalogue).encode(), kind="application/json")


@dataclass(frozen=True)
class Town:
    """A shop, the list that it follows, and the mail room of its people."""

    home: Path
    kev: Kev
    room: Mailroom


@pytest.fixture
def town(home: Path) -> Iterator[Town]:
    kev = Kev()
    with mail_server() as room, site(kev.answer) as address:
        yield built(home, kev, room, address)


def built(home: Path, kev: Kev, room: Mailroom, address: str) -> Town:
    (home / "shop").mkdir()
    (home / "shop" / "requirements.txt").write_text("acmecart==2.4.6\n")
    (home / "vex").mkdir()
    (home / "osv").mkdir()
    (home / "osv" / "GHSA-test-0001.json").write_text(json.dumps(WEAK))
    (home / "storewarden.toml").write_text(
        f"""
[estate]
name = "Corner shop"
owner = "ada"
vex = ["vex"]
[people.ada]
name = "Ada Keller"
email = "ada@shop.example"
[people.ben]
name = "Ben Osei"
email = "ben@shop.example"
[responsible]
advisories = "ada"
[code.shop]
path = "shop"
owner = "ben"
exposed = true
[feeds.osv]
format = "osv"
path = "osv"
[feeds.kev]
format = "kev"
url = "{address}/kev.json"
[notices]
smtp_host = "127.0.0.1"
smtp_port = {room.port}
tls = "none"
from = "storewarden@shop.example"
base_url = "http://warden.shop.example"
severity = "critical"
"""
    )
    return Town(home, kev, room)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds


def link_in(body: str) -> str:
    found = re.search(r"^http://warden\.shop\.example(/ack/\S+)$", body, re.MULTILINE)
    assert found is not None, body
    return found[1]


Found = dict[str, Any]  # JSON, as its page says


def unread(storewarden: Storewarden) -> list[Found]:
    told = json.loads(storewarden("findings", "--unread", "--format", "json").out)
    found: list[Found] = told["findings"]
    return found


def dated(finding: Found) -> str:
    return str(finding["dated_by"]["row"])


@pytest.mark.slow
def test_a_new_entry_is_told_acknowledged_and_kept_in_the_trail(
    town: Town, storewarden: Storewarden
) -> None:
    assert storewarden("feeds", "update").code == 0
    before = len(town.room.mails)

    town.kev.entries.append("CVE-2026-77001")
    with within(PATIENCE):
        assert storewarden("feeds", "update").code == 0
    mail = next(one for one in town.room.mails[before:] if "thieves use now" in str(one["Subject"]))
    assert mail["To"] == "ben@shop.example"
    body = mail.get_content().replace("\r\n", "\n")
    assert "\u202e" not in body

    (mine,) = [one for one in unread(storewarden) if one["check"] == "exploited_component"]
    assert (mine["owner"], mine["state"], dated(mine)) == ("ben", "new", "BOD 26-04 row 15")
    assert "What to do:\n- GHSA-test-0001: install 2.4.7" in body
    assert "the list of exploited weaknesses demands (by 2026-12-04): Apply the vendor's" in body

    with served(town.home / "storewarden.toml", "token") as console:
        assert console.get(link_in(body)).status == 200
        assert mine in unread(storewarden)
        assert console.get(link_in(body), method="POST").status == 200
        assert console.get(link_in(body), method="POST").status == 410

    assert mine["id"] not in {one["id"] for one in unread(storewarden)}
    trail = storewarden("show", mine["id"]).out
    told = " ".join(trail.split())
    assert "storewarden told: mail to ben, notice" in told
    assert "ben acknowledged: by the signed link of notice" in told

    town.kev.due = "2026-12-01"
    assert storewarden("feeds", "update").code == 0
    again = unread(storewarden)
    assert mine["id"] in {one["id"] for one in again}
    told = " ".join(storewarden("show", mine["id"]).out.split())
    assert (
        "reopened: no longer acknowledged: GHSA-test-0001 is due on 2026-12-01 now, no longer on"
        " 2026-12-04" in told
    )
    assert link_in(town.room.mails[-1].get_content().replace("\r\n", "\n")) != link_in(body)
    assert storewarden("audit", "verify").code == 0
    sent = {one.letter.person: one.stage for one in notices.notices(opening.load_estate())}
    assert sent == {"ben": Stage.SENT}


@pytest.mark.slow
def test_the_watch_tells_of_a_new_entry_within_a_minute(
    town: Town, storewarden: Storewarden
) -> None:
    assert storewarden("feeds", "update").code == 0
    before = len(town.room.mails)
    watching = subprocess.Popen(
        [sys.executable, "-m", "storewarden", "watch"],
        cwd=town.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until((town.home / ".storewarden" / "watch.json").exists, seconds=90)
        town.kev.entries.append("CVE-2026-77001")
        until(lambda: len(town.room.mails) > before, seconds=60)
    finally:
        watching.terminate()
        watching.wait(30)
    assert "thieves use now" in str(town.room.mails[-1]["Subject"])
    (mine,) = [one for one in unread(storewarden) if one["check"] == "exploited_component"]
    assert mine["owner"] == "ben"


@pytest.mark.slow
def test_a_statement_that_it_does_not_apply_closes_it_and_is_passed_on(
    town: Town, storewarden: Storewarden
) -> None:
    town.kev.entries.append("CVE-2026-77001")
    assert storewarden("feeds", "update").code == 0
    (mine,) = [one for one in unread(storewarden) if one["check"] == "exploited_component"]
    statement = {
        "vulnerability": {"name": "CVE-2026-77001"},
        "products": [{"@id": "pkg:pypi/acmecart@2.4.6"}],
        "status": "not_affected",
        "justification": "vulnerable_code_not_in_execute_path",
    }
    document = {"@context": "https://openvex.dev/ns/v0.2.0", "author": "Acme"}
    (town.home / "vex" / "acme.json").write_text(
        json.dumps({**document, "statements": [statement]})
    )
    storewarden("check", "--step", "advisories")
    assert mine["id"] not in {one["id"] for one in unread(storewarden)}
    told = " ".join(storewarden("show", mine["id"]).out.split())
    assert "fixed: not applicable: what names pkg:pypi/acmecart@2.4.6 does not apply" in told
    assert "not affected: vulnerable_code_not_in_execute_path (VEX by Acme, acme.json)" in told
    (ours,) = json.loads(storewarden("vex", "export").out)["statements"]
    assert (ours["status"], ours["justification"], ours["products"][0]["@id"]) == (
        "not_affected",
        "vulnerable_code_not_in_execute_path",
        "pkg:pypi/acmecart@2.4.6",
    )
