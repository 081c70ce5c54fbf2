"""An invented shop's ledger, and the real console served over it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storewarden.bootstrap import notices, opening
from storewarden.core.findings import Action, Change, Finding, Standing, State, identity
from storewarden.core.notices import Pass
from storewarden.core.ports import Ledger
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity
from storewarden.engine.reading.unread import opening as opened_at

HOSTILE = (
    "<script>document.title='owned'</script> \"'&amp; {{ title }} \u202egnp.exe \x1b[31mred \u2066"
)
ESTATE = """
[estate]
name = "Harbour & Hill <b>Crafts</b>"
owner = "ada"
[people.ada]
name = "Ada Keller"
[people.ben]
name = "Ben Osei"
[teams.web]
name = "Web team"
members = ["ada", "ben"]
[responsible]
baseline = "ada"
customer_data = "ben"
exposure = "web"
advisories = "ada"
pentest = "ada"
payments = "ben"
logs = "web"
bridges = "web"
[notices]
base_url = "http://warden.shop.example"
[sites.shop]
url = "https://shop.example"
role = "shop"
[sites.cms]
url = "https://www.shop.example"
role = "cms"
"""
NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the console reads the real clock
TOLD = (
    ("stored_card_number", Step.CUSTOMER_DATA, "shop", "gateway_savedcard.number", 4, 2, "ben",
     "gateway_savedcard.number holds 214 full card numbers; a thief of the table can pay with them",
     ("first six and last four of one: 411111...1111", "214 of 214 rows pass the Luhn test")),
    ("unsigned_webhook", Step.BRIDGES, "cms", "/hooks/product-changed/", 3, 6, "web",
     "a forged webhook was accepted: anybody can change what the shop sells",
     ("POST without a signature answered 200",)),
    ("captured_despite_code_mismatch", Step.PAYMENTS, "shop", "checkout", 3, -3, "ben",
     "12 orders were captured although the verification code did not match",
     ("orders 100231, 100244, 100260",)),
    ("exposed_dump", Step.EXPOSURE, "shop", "/backup/shop.sql", 4, 1, "web",
     "a database dump lies open at /backup/shop.sql",
     ("GET /backup/shop.sql answered 200 with CREATE TABLE",)),
    ("nobody_responsible", Step.SUPPLIERS, "estate", "suppliers", 3, 20, "ada",
     "nobody is responsible for suppliers", ()),
    ("password_guessing", Step.LOGS, "shop", "203.0.113.9", 2, 12, "web",
     "one address tried 400 accounts in ten minutes",
     ("203.0.113.9: 400 accounts, 3 logins",)),
    ("cleartext_site", Step.BASELINE, "shop", "http://shop.example", 3, 9, "ada",
     "the shop answers without encryption", ()),
    ("gone_check", Step.LOGS, "shop", HOSTILE, 1, 40, "nobody <i>at all</i>",
     HOSTILE, (HOSTILE, "second line")),
)  # fmt: skip


def findings() -> Iterator[Finding]:
    for check, step, asset, subject, grade, days, owner, said, evidence in TOLD:
        yield Finding(
            id=identity(check, asset, subject),
            check=check,
            step=step,
            asset=asset,
            subject=subject,
            severity=Severity(grade),
            state=State.NEW,
            owner=owner,
            said=said,
            evidence=evidence,
            first_seen=NOW - timedelta(days=4),
            last_seen=NOW,
            read_by=NOW.date() + timedelta(days=1),
            fix_by=NOW.date() + timedelta(days=days),
        )


def standings() -> Iterator[Standing]:
    for step, goods in zip(Step, (14, 9, 21, 30, 2, 5, 4, 7, 3), strict=True):
        for number in range(goods):
            yield Standing(
                "nobody_responsible", step, "estate", f"{step}{number}", Outcome.GOOD, "fine", NOW
            )
    blind = "the report pentests/cms.toml cannot be read: line 3"
    yield Standing("nobody_responsible", Step.PENTEST, "estate", "x", Outcome.UNKNOWN, blind, NOW)


def filled(folder: Path) -> Path:
    """Write an estate and its ledger into a folder; returns the estate file."""
    file = folder / "storewarden.toml"
    file.write_text(ESTATE, "utf-8")
    ledger: Ledger = opening.open_ledger(opening.load_estate(file))
    told = list(findings())
    raised = [Change(Action.RAISED, one, "storewarden", one.first_seen, one.said) for one in told]
    ledger.record(lambda _known: raised, [], standings())
    read = replace(told[1], state=State.ACKNOWLEDGED, acknowledged_by="ada")
    accepted = replace(
        told[5], state=State.ACCEPTED, reason="until the sale ends", until=NOW.date()
    )
    ledger.update(
        lambda _known: [
            Change(Action.ACKNOWLEDGED, read, "ada", NOW, "on it"),
            Change(Action.ACCEPTED, accepted, "ben", NOW, "until the sale ends"),
        ]
    )
    return file


def link_to(estate: Path, name: str, person: str = "ben", *, days: int = 14) -> str:
    """Sign a link to acknowledge a finding, as a mail would carry it; returns its path."""
    ours = opening.load_estate(estate)
    signer = notices.links(ours)
    assert signer is not None
    opened = opened_at(opening.open_ledger(ours).history(name))
    way = Pass(name, opened, person, "0" * 24, NOW + timedelta(days=days))
    return signer.address(way).removeprefix("http://warden.shop.example")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Console:
    """The served console; ``token`` opens it once."""

    port: int
    token: str
    estate: Path

    def get(
        self, path: str, cookie: str = "", method: str = "GET", host: str = "127.0.0.1"
    ) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": f"{host}:{self.port}"} | ({"Cookie": cookie} if cookie else {})
        try:
            link.request(method, path, headers=headers)
            answer = link.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read().decode())
        finally:
            link.close()

    def enter(self) -> str:
        """Use the token up; returns the session cookie."""
        return self.get(f"/enter/{self.token}").headers["set-cookie"].partition(";")[0]


@contextmanager
def served(estate: Path, token: str) -> Iterator[Console]:
    """Serve the console as `storewarden serve` does, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "storewarden.console.asgi:application",
         "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log"],
        env=os.environ | {"STOREWARDEN_ESTATE": str(estate), "STOREWARDEN_CONSOLE_TOKEN": token},
    )  # fmt: skip
    try:
        _wait(port, program)
        yield Console(port, token, estate)
    finally:
        program.terminate()
        program.wait(20)


def _wait(port: int, program: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert program.poll() is None, "the console ended before it listened"
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the console did not listen within 20 s")
