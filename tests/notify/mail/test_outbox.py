"""The outbox loses nothing, tells nothing twice on purpose, and lets one sender work at a time."""

import os
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storewarden.core.errors import LedgerError, Undeliverable, Unreachable
from storewarden.core.notices import Letter, Looked, Notice, Stage
from storewarden.notify.mail.outbox import HELD, Outbox
from storewarden.notify.mail.posting import NO_ADDRESS, WAITS, Post
from tests.support.mail import mail_server, until

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def letter(number: int = 1, address: str = "ada@shop.example") -> Letter:
    return Letter(f"{number:024x}", f"f{number}", "ada", address, 0, "subject", "body\n")


@dataclass
class Clock:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Carriage:
    """Carries letters nowhere; ``trouble`` is what happens next."""

    trouble: list[Exception] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)

    def carry(self, letter: Letter, now: datetime) -> None:
        assert now.tzinfo is not None
        if self.trouble:
            raise self.trouble.pop(0)
        self.carried.append(letter.id)


@dataclass
class Office:
    """A post office on a file."""

    box: Outbox
    clock: Clock = field(default_factory=Clock)
    carriage: Carriage = field(default_factory=Carriage)
    told: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def deliver(self) -> int:
        def told(letter: Letter) -> None:
            self.told.append(letter.id)

        return Post(self.box, self.carriage, told, self.said.append, self.clock).deliver()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(Outbox(tmp_path / "own" / "notices.sqlite3"))


def test_a_letter_is_carried_once_and_its_text_is_not_kept(office: Office) -> None:
    assert office.box.put([letter(1), letter(2)], NOON) == 2
    assert office.box.put([letter(1), letter(2)], NOON) == 0
    assert office.deliver() == 2
    assert office.deliver() == 0
    assert office.carriage.carried == office.told == [letter(1).id, letter(2).id]
    assert office.box.notices() == (
        Notice(replace(letter(1), body=""), Stage.SENT, NOON, 1, None, "", NOON),
        Notice(replace(letter(2), body=""), Stage.SENT, NOON, 1, None, "", NOON),
    )


def test_only_its_owner_reads_the_file(office: Office) -> None:
    office.box.put([letter()], NOON)
    assert stat.S_IMODE(office.box.path.stat().st_mode) == 0o600


def test_passing_trouble_is_tried_again_with_longer_and_longer_waits(office: Office) -> None:
    office.box.put([letter()], NOON)
    office.carriage.trouble = [Unreachable("asleep") for _ in range(len(WAITS) + 1)]
    for tries, wait in enumerate(WAITS, start=1):
        assert office.deliver() == 0
        (one,) = office.box.notices()
        assert (one.stage, one.tries, one.trouble) == (Stage.WAITING, tries, "asleep")
        assert one.next_try == office.clock.at + wait
        office.clock.at += wait - timedelta(seconds=1)
        assert office.deliver() == 0
        office.clock.at += timedelta(seconds=1)
    office.deliver()
    (one,) = office.box.notices()
    assert (one.stage, one.next_try) == (Stage.FAILED, None)
    assert office.said[0] == (
        "the notice of f1 did not reach ada: asleep; it is tried again at 12:01 UTC"
    )
    assert office.said[-1] == "the notice of f1 did not reach ada: asleep; it is given up"


def test_a_refusal_for_good_is_given_up_at_once_and_can_be_hurried(office: Office) -> None:
    office.box.put([letter()], NOON)
    office.carriage.trouble = [Undeliverable("no such user")]
    office.deliver()
    assert office.box.notices()[0].stage is Stage.FAILED
    office.box.hurry(NOON)
    assert office.deliver() == 1


def test_nobody_is_told_without_an_address_and_that_is_said(office: Office) -> None:
    office.box.put([letter(address="")], NOON)
    assert office.deliver() == 0
    (one,) = office.box.notices()
    assert (one.stage, one.trouble) == (Stage.FAILED, NO_ADDRESS)


def test_what_is_not_due_any_more_is_taken_out_unless_it_went(office: Office) -> None:
    office.box.put([letter(1)], NOON)
    office.deliver()
    office.box.put([letter(2), letter(3)], NOON)
    office.box.keep_only({letter(3).id})
    assert {one.letter.finding for one in office.box.notices()} == {"f1", "f3"}


def test_one_sender_holds_a_letter_and_a_dead_one_lets_go(office: Office) -> None:
    office.box.put([letter()], NOON)
    assert office.box.hold(NOON) is not None
    assert office.box.hold(NOON) is None
    later = office.box.hold(NOON + HELD)
    assert later is not None
    assert later.letter == letter()


def test_a_sender_killed_after_the_server_took_it_sends_the_same_letter_again(
    office: Office,
) -> None:
    office.box.put([letter()], NOON)

    class Killed(BaseException):
        """The program ends between the server's answer and the mark."""

    def dies(_letter: Letter) -> None:
        raise Killed

    with pytest.raises(Killed):
        Post(office.box, office.carriage, dies, office.said.append, office.clock).deliver()
    office.clock.at += HELD
    assert office.deliver() == 1
    assert office.carriage.carried == [letter().id, letter().id]
    assert office.told == [letter().id]


def test_who_looked_at_a_list_is_kept(office: Office) -> None:
    office.box.follow(["kev", "osv"], NOON)
    office.box.look("kev", "ada", NOON + timedelta(days=1))
    office.box.follow(["kev", "osv"], NOON + timedelta(days=2))
    assert office.box.looks() == (
        Looked("kev", "ada", NOON + timedelta(days=1)),
        Looked("osv", "", NOON),
    )


def test_a_file_that_is_no_outbox_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "notices.sqlite3"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 30)
    with pytest.raises(LedgerError, match="cannot be used: file is not a database; notices wait"):
        Outbox(path).notices()


SENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storewarden.core.notices import Letter, Notices, Tls
from storewarden.notify.mail.outbox import Outbox
from storewarden.notify.mail.posting import Post
from storewarden.notify.mail.smtp import Smtp

box, port = Outbox(Path(sys.argv[1])), int(sys.argv[2])
now = lambda: datetime.now(UTC)
box.put([Letter(f"{n:024x}", f"f{n}", "ada", "ada@shop.example", 0, "s", "b") for n in range(200)],
        now())
way = Smtp(Notices("127.0.0.1", port, Tls.NONE, sender="w@shop.example"))
Post(box, way, lambda letter: None, print, now).deliver()
"""


@pytest.mark.slow
def test_killed_in_the_middle_every_letter_still_arrives(tmp_path: Path) -> None:
    path = tmp_path / "notices.sqlite3"
    with mail_server() as room:
        start = [sys.executable, "-c", SENDER, str(path), str(room.port)]
        for mails in (20, 60, 110):
            sender = subprocess.Popen(start)
            until(lambda mails=mails: len(room.mails) >= mails)  # type: ignore[misc]  # bound by value
            os.kill(sender.pid, signal.SIGKILL)
            sender.wait()
        subprocess.run(start, check=True, timeout=60)
        held = Outbox(path)
        later = Clock(datetime.now(UTC) + HELD + HELD)  # noqa: TID251 - the sender's real clock
        rest = Office(held, later)
        rest.deliver()
    arrived = {str(mail["Message-ID"]).partition("@")[0][1:] for mail in room.mails}
    assert arrived | set(rest.carriage.carried) == {f"{number:024x}" for number in range(200)}
    assert len(rest.carriage.carried) <= 3
    assert len(room.mails) - len(arrived) <= 3
    assert {one.stage for one in held.notices()} == {Stage.SENT}
