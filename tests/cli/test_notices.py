"""What people are told, in which order, and what is said when it does not reach them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storewarden.bootstrap import clock, notices, opening
from storewarden.core.findings import Action, Change, Finding, State
from storewarden.core.ports import Ledger
from tests.cli.conftest import Storewarden
from tests.engine.reading.test_letters import FINDING
from tests.support.mail import Mailroom, mail_server

MORE = """
[people.cleo]
name = "Cleo Marsh"
[teams.web]
name = "Web team"
members = ["ben", "cleo"]
[notices]
smtp_host = "127.0.0.1"
smtp_port = {port}
tls = "none"
from = "storewarden@shop.example"
"""


@pytest.fixture
def room(home: Path) -> Iterator[Mailroom]:
    with mail_server() as running:
        file = home / "storewarden.toml"
        text = file.read_text()
        for name in ("Ada Keller", "Ben Osei"):
            address = f'{name.split()[0].lower()}@shop.example"'
            text = text.replace(f'name = "{name}"', f'name = "{name}"\nemail = "{address}')
        file.write_text(text + MORE.format(port=running.port))
        yield running


@pytest.fixture
def ledger(room: Mailroom) -> Ledger:
    assert room.port
    return opening.open_ledger(opening.load_estate())


def today() -> Finding:
    """The finding of the letters' tests, raised now, with a day to read it by."""
    now = clock.now()
    return replace(FINDING, first_seen=now, last_seen=now, read_by=now.date() + timedelta(days=1))


def keep(ledger: Ledger, after: Finding, action: Action = Action.RAISED) -> None:
    change = Change(action, after, "storewarden", clock.now(), "")
    ledger.update(lambda _known: [change])


def tell(said: list[str] | None = None) -> int:
    return notices.tell(opening.load_estate(), (said if said is not None else []).append)


def told(room: Mailroom) -> list[str]:
    return [address.partition("@")[0] for address in room.recipients]


def story(ledger: Ledger) -> list[tuple[str, str]]:
    return [(one.action, one.note.partition(",")[0]) for one in ledger.history(FINDING.id)]


def test_each_is_told_once_and_the_trail_has_it(room: Mailroom, ledger: Ledger) -> None:
    keep(ledger, today())
    assert (tell(), tell()) == (1, 0)
    assert told(room) == ["ben"]
    assert story(ledger) == [("raised", ""), ("told", "mail to ben")]
    assert "storewarden ack abc123 --as ben" in room.mails[0].get_content()


def test_unread_past_its_day_it_goes_up_the_chain_and_the_trail_says_so(
    room: Mailroom, ledger: Ledger
) -> None:
    late = replace(today(), read_by=clock.now().date() - timedelta(days=1))
    keep(ledger, replace(late, owner="ada"))
    assert (tell(), tell()) == (2, 0)
    assert sorted(told(room)) == ["ada", "ben"]
    assert story(ledger)[1:] == [("told", "mail to ada"), ("escalated", "mail to ben")]


def test_opened_again_it_is_told_again(room: Mailroom, ledger: Ledger) -> None:
    keep(ledger, replace(today(), owner="ben"))
    tell()
    keep(ledger, replace(today(), state=State.ACKNOWLEDGED), Action.ACKNOWLEDGED)
    assert tell() == 0
    keep(ledger, replace(today(), owner="ben"), Action.REOPENED)
    assert tell() == 1
    first, second = room.mails
    assert first["Message-ID"] != second["Message-ID"]


def test_what_was_read_while_it_waited_is_not_sent(room: Mailroom, ledger: Ledger) -> None:
    room.answers = ["451 later"]
    keep(ledger, replace(today(), owner="ben"))
    said: list[str] = []
    assert tell(said) == 0
    assert "did not reach ben: the mail server refused the notice (451: later)" in said[0]
    keep(ledger, replace(today(), state=State.ACKNOWLEDGED), Action.ACKNOWLEDGED)
    assert tell() == 0
    assert notices.notices(opening.load_estate()) == ()


def test_what_does_not_reach_the_owner_goes_up_at_once_and_becomes_a_finding(
    room: Mailroom, ledger: Ledger, storewarden: Storewarden
) -> None:
    room.strangers["ben@shop.example"] = "550 no such user"
    keep(ledger, replace(today(), owner="ben"))
    assert tell() == 1
    assert told(room) == ["ada"]
    asked = storewarden("notices", "--format", "json")
    stages = {one["person"]: (one["stage"], one["rung"]) for one in json.loads(asked.out)}
    assert (asked.code, stages) == (1, {"ben": ("failed", 0), "ada": ("sent", 1)})

    storewarden("check", "--step", "advisories")
    (lost,) = [one for one in ledger.findings() if one.check == "notice_lost"]
    assert (lost.subject, lost.said) == (
        "ben",
        (
            "1 notice did not reach ben: the mail server refused the address of ben"
            " (550: no such user)"
        ),
    )

    del room.strangers["ben@shop.example"]
    sent = storewarden("notices", "--send")
    assert sent.code == 0
    assert told(room) == ["ada", "ben"]
    storewarden("check", "--step", "advisories")
    assert [one.state for one in ledger.findings() if one.check == "notice_lost"] == [State.FIXED]


def test_the_table_shows_who_was_told_and_hides_nothing_hostile(
    room: Mailroom, ledger: Ledger, storewarden: Storewarden
) -> None:
    keep(ledger, replace(today(), owner="ben", said="evil \x1b[31m\u202e words"))
    tell()
    assert len(room.mails) == 1
    shown = storewarden("notices")
    assert shown.code == 0
    assert "sent" in shown.out
    assert "\x1b[31m" not in shown.out
    assert "\u202e" not in shown.out + str(room.mails[0]["Subject"])


def test_without_a_mail_server_that_is_said(home: Path, storewarden: Storewarden) -> None:
    assert home.exists()
    shown = storewarden("notices")
    assert (shown.code, shown.out) == (
        0,
        "Nobody is told of anything: the estate file names no mail server ([notices] smtp_host).\n",
    )


def test_trouble_with_the_set_up_stops_no_check(
    room: Mailroom, home: Path, storewarden: Storewarden
) -> None:
    assert room.port
    file = home / "storewarden.toml"
    file.write_text(file.read_text().replace('from = "storewarden@shop.example"\n', ""))
    answer = storewarden("check", "--step", "advisories", "--fail-on", "critical")
    assert "[notices] names a mail server but no `from` address" in answer.err
    assert answer.code in {0, 3}


def test_an_unread_list_is_read_by_acknowledging_its_finding(
    room: Mailroom, ledger: Ledger, home: Path, storewarden: Storewarden
) -> None:
    assert room.port
    (home / "kev.json").write_text("{}")
    with (home / "storewarden.toml").open("a") as file:
        file.write('[feeds.kev]\nformat = "kev"\npath = "kev.json"\nowner = "ben"\n')
    long_ago = clock.now() - timedelta(days=31)
    ours = opening.load_estate()
    notices.outbox(ours).follow(["kev"], long_ago)
    storewarden("check", "--step", "advisories")
    (unread,) = [one for one in ledger.findings() if one.check == "list_unread"]
    assert unread.said == (
        f"nobody has looked at the list kev since {long_ago:%Y-%m-%d}; somebody must every 30 days"
    )
    storewarden("ack", unread.id, "--as", "ben")
    assert [one.person for one in notices.outbox(ours).looks()] == ["ben"]
    storewarden("check", "--step", "advisories")
    assert [one.state for one in ledger.findings() if one.check == "list_unread"] == [State.FIXED]


def test_a_list_is_read_by_saying_so(
    room: Mailroom, ledger: Ledger, home: Path, storewarden: Storewarden
) -> None:
    assert room.port
    (home / "kev.json").write_text("{}")
    with (home / "storewarden.toml").open("a") as file:
        file.write('[feeds.kev]\nformat = "kev"\npath = "kev.json"\n')
    ours = opening.load_estate()
    notices.outbox(ours).follow(["kev"], clock.now() - timedelta(days=31))
    storewarden("check", "--step", "advisories")
    (unread,) = [one for one in ledger.findings() if one.check == "list_unread"]
    assert storewarden("feeds", "read", "kev", "--as", "ada").out == "kev: read by ada\n"
    assert [(one.action, one.actor) for one in ledger.history(unread.id)][-1] == (
        "acknowledged",
        "ada",
    )
    assert storewarden("feeds", "read", "gone", "--as", "ada").code == 2
    storewarden("check", "--step", "advisories")
    assert [one.state for one in ledger.findings() if one.check == "list_unread"] == [State.FIXED]
