"""Who is told of what, when, and in which words."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.core.deadlines import Dated
from storewarden.core.estate import Estate, Person, Team
from storewarden.core.findings import Action, AuditEntry, Finding, State
from storewarden.core.matched import Danger, Named
from storewarden.core.notices import Letter, Notices, Pass
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.reading.chain import people_of
from storewarden.engine.reading.letters import Desk, due, letter_id
from storewarden.engine.reading.unread import cannot_wait, opening
from storewarden.engine.reading.words import Told, body, subject

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORM = Named(
    "CVE-2026-0001",
    fixed_in="2.4.7",
    danger=Danger(exploited=True, due=date(2026, 12, 1), action="Apply the update."),
)
FINDING = Finding(
    id="abc123",
    check="exploited_component",
    step=Step.ADVISORIES,
    asset="shop_code",
    subject="composer.lock: acme/cart",
    severity=Severity.HIGH,
    state=State.NEW,
    owner="web",
    said="acme/cart 2.4.6 has a weakness that thieves use now",
    evidence=("CVE-2026-0001: a cart that runs code",),
    first_seen=NOON,
    last_seen=NOON,
    read_by=date(2026, 11, 28),
    fix_by=date(2026, 11, 30),
    named=(WORM,),
    dated=Dated("BOD 26-04 row 15", "BOD 26-04 row 15: within 3 days", 3, forensic=True),
)


def estate(**notices: object) -> Estate:
    return Estate(
        name="Shop",
        owner="ada",
        root=Path(),
        people=(
            Person("ada", "Ada Keller", "ada@shop.example"),
            Person("ben", "Ben Osei", "ben@shop.example"),
            Person("cleo", "Cleo Marsh"),
        ),
        teams=(Team("web", "Web team", ("ben", "cleo")),),
        responsible={Step.ADVISORIES: "ben"},
        notices=Notices(**notices),  # type: ignore[arg-type]  # fields by name
    )


def sign(way: Pass) -> str:
    return f"https://warden.example/ack/{way.finding}-{way.opening}-{way.person}"


def letters(
    finding: Finding = FINDING,
    *,
    now: datetime = NOON,
    ours: Estate | None = None,
    lost: Collection[str] = (),
) -> list[Letter]:
    return list(due(finding, 7, Desk(ours or estate(), now, sign, frozenset(lost))))


def told(finding: Finding = FINDING, **more: object) -> list[tuple[str, int]]:
    return [(one.person, one.rung) for one in letters(finding, **more)]  # type: ignore[arg-type]  # by name


def test_what_thieves_use_goes_to_everybody_of_the_owner_at_once() -> None:
    assert told() == [("ben", 0), ("cleo", 0)]
    assert [one.address for one in letters()] == ["ben@shop.example", ""]


def test_past_its_day_it_goes_up_the_chain_a_rung_a_day() -> None:
    last_day = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
    assert told(now=last_day) == [("ben", 0), ("cleo", 0)]
    assert told(now=last_day + DAY) == [("ben", 0), ("cleo", 0), ("ada", 1)]
    assert told(now=last_day + 30 * DAY) == [("ben", 0), ("cleo", 0), ("ada", 1)]


def test_the_chain_can_be_written_down() -> None:
    ours = estate(escalate_to=("cleo", "ada"), escalate_every_days=3)
    mine = replace(FINDING, owner="ben")
    late = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
    assert told(mine, ours=ours) == [("ben", 0)]
    assert told(mine, ours=ours, now=late) == [("ben", 0), ("cleo", 1)]
    assert told(mine, ours=ours, now=late + 2 * DAY) == [("ben", 0), ("cleo", 1)]
    assert told(mine, ours=ours, now=late + 3 * DAY) == [("ben", 0), ("cleo", 1), ("ada", 2)]


def test_a_rung_that_nobody_reaches_is_passed_at_once() -> None:
    both = [one.id for one in letters()]
    assert told(lost=both[:1]) == [("ben", 0), ("cleo", 0)]
    assert told(lost=both) == [("ben", 0), ("cleo", 0), ("ada", 1)]


@pytest.mark.parametrize(
    "state", [State.ACKNOWLEDGED, State.ACCEPTED, State.FIXED, State.FALSE_ALARM]
)
def test_nobody_is_told_of_what_was_read(state: State) -> None:
    assert told(replace(FINDING, state=state)) == []


@pytest.mark.parametrize(
    ("severity", "danger", "bar", "at_once"),
    [
        (Severity.CRITICAL, Danger(), Severity.CRITICAL, True),
        (Severity.HIGH, Danger(), Severity.CRITICAL, False),
        (Severity.HIGH, Danger(), Severity.HIGH, True),
        (Severity.LOW, Danger(exploited=True), Severity.CRITICAL, True),
        (Severity.LOW, Danger(exploitation="active"), Severity.CRITICAL, True),
        (Severity.LOW, Danger(exploited=None, likelihood=0.99), Severity.CRITICAL, False),
    ],
)
def test_what_cannot_wait(
    severity: Severity,
    danger: Danger,
    bar: Severity,
    at_once: bool,  # noqa: FBT001 - a case
) -> None:
    one = replace(FINDING, severity=severity, named=(Named("CVE-1", danger=danger),))
    assert cannot_wait(one, bar) is at_once
    assert bool(told(one, ours=estate(severity=bar))) is at_once


def entry(number: int, action: str) -> AuditEntry:
    return AuditEntry(number, NOON, "storewarden", action, "abc123", "", "")


def test_the_last_line_that_opened_it_counts() -> None:
    assert opening([]) == 0
    story = ["raised", "told", "acknowledged", "reopened", "rerouted", "told"]
    assert opening([entry(n, one) for n, one in enumerate(story, start=10)]) == 13
    for action in (Action.REGRESSED, Action.ACCEPTANCE_ENDED):
        assert opening([entry(3, "raised"), entry(9, action)]) == 9


def test_a_letter_has_one_id_for_each_opening_and_person() -> None:
    same = letter_id("a", 1, "ada")
    assert same == letter_id("a", 1, "ada")
    others = {letter_id("a", 2, "ada"), letter_id("a", 1, "ben"), letter_id("b", 1, "ada")}
    assert len({same, *others}) == 4


def test_somebody_who_is_not_in_the_file_reaches_nobody() -> None:
    assert people_of(estate(), "gone") == ()
    assert [one.id for one in people_of(estate(), "web")] == ["ben", "cleo"]
    assert told(replace(FINDING, owner="gone")) == [("ben", 0)]


def test_the_whole_letter() -> None:
    assert letters()[0] == Letter(
        id=letter_id("abc123", 7, "ben"),
        finding="abc123",
        person="ben",
        address="ben@shop.example",
        rung=0,
        subject=(
            "[Shop] high, read by 2026-11-28: acme/cart 2.4.6 has a weakness that thieves use now"
        ),
        body="""Ben Osei,

acme/cart 2.4.6 has a weakness that thieves use now

Where:    shop_code, composer.lock: acme/cart
Grade:    high
Owner:    Web team
Read by:  2026-11-28
Fix by:   2026-11-30
Because:  BOD 26-04 row 15: within 3 days

How dangerous:
- CVE-2026-0001: thieves use it, to be fixed by 2026-12-01, says the list.

What to do:
- CVE-2026-0001: install 2.4.7 or a later version of the same line.
- CVE-2026-0001: the list of exploited weaknesses demands (by 2026-12-01): Apply the update.
- Look whether somebody was there before: accounts, files, jobs, log records.

What was seen:
- CVE-2026-0001: a cart that runs code

Say that you have read it and see to it (one click, works once, only for you,
until 2026-12-11 12:00 UTC):
https://warden.example/ack/abc123-7-ben

All about it: storewarden show abc123
""",
    )


def test_without_a_place_to_link_to_the_command_is_named() -> None:
    desk = Desk(estate(), NOON, lambda _way: "")
    (first, _) = due(FINDING, 7, desk)
    assert "storewarden ack abc123 --as ben" in first.body
    assert "http" not in first.body


def test_a_letter_up_the_chain_says_whose_it_was() -> None:
    late = letters(now=NOON + 2 * DAY)[-1]
    assert late.subject.startswith("[Shop] high, unread, read by 2026-11-28: ")
    assert "Nobody has read this by 2026-11-28. Its owner is Web team; you are next." in late.body


@given(some.text(max_size=3_000), some.lists(some.text(max_size=900), max_size=60))
def test_hostile_text_stays_text_on_one_line(said: str, evidence: list[str]) -> None:
    one = replace(FINDING, said=said, evidence=tuple(evidence))
    person = Person("ben", "Ben")
    words = Told(one, estate(), person, 0, "", NOON)
    assert len(subject(words)) <= 160
    lines = body(words).split("\n")
    assert all(len(line) <= 520 for line in lines)
    assert len(lines) <= 55
    for sign_ in f"{subject(words)}{''.join(lines)}":
        assert sign_.isprintable() or ord(sign_) > 0x7F
