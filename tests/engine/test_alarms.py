"""Alerts become findings with owner and dates, one for each rule and actor."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.estate import LogSource, OwnerRule
from storewarden.core.findings import Action, Change, Finding, State, identity, restated
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity, bad
from storewarden.engine.alarms import FURTHER, MOST, QUIET, alarm, quietened
from storewarden.engine.reconcile import reconcile, unwatched
from tests.engine.estates import DAY, NOON, estate

LOG = LogSource("shop_access", Path("access.log"), owner="ben")
LAB = estate(LOG, rules=(OwnerRule(owner="web", step=Step.LOGS, severity=Severity.CRITICAL),))


def stuffing(address: str = "203.0.113.9", **other: object) -> Alert:
    first = Alert(
        rule="credential_stuffing",
        title="Passwords are tried",
        severity=Severity.HIGH,
        classes=(),
        actor=Actor(ActorKind.ADDRESS, address),
        first=1,
        last=2,
        count=20,
        source="shop_access",
        lines=(EvidenceLine(7, "POST /accounts/login/ 200"),),
        why="20 failed log-ins in 60 s",
        do="Block the address",
    )
    return replace(first, **other)  # type: ignore[arg-type]  # fields by name


def file(
    known: Sequence[Finding], *alerts: Alert, now: datetime = NOON
) -> tuple[list[Change], list[Finding]]:
    before = {finding.id: finding for finding in known}
    changes = list(alarm(before, alerts, LAB, now))
    after: Mapping[str, Finding] = before | {change.after.id: change.after for change in changes}
    return changes, list(after.values())


FOUND = Finding(
    id=identity("alert.credential_stuffing", "shop_access", "address 203.0.113.9"),
    check="alert.credential_stuffing",
    step=Step.LOGS,
    asset="shop_access",
    subject="address 203.0.113.9",
    severity=Severity.HIGH,
    state=State.NEW,
    owner="ben",
    said=(
        "Passwords are tried by address 203.0.113.9: 20 failed log-ins in 60 s. Block the address."
    ),
    evidence=("line 7: POST /accounts/login/ 200",),
    first_seen=NOON,
    last_seen=NOON,
    read_by=date(2026, 6, 18),
    fix_by=date(2026, 6, 29),
)


def test_an_alert_becomes_a_finding_of_its_log_with_owner_and_dates() -> None:
    changes, _ = file([], stuffing())
    assert changes == [Change(Action.RAISED, FOUND, "storewarden", NOON, FOUND.said)]


def test_the_estate_s_rules_count_for_alerts_too() -> None:
    _, (finding,) = file([], stuffing(severity=Severity.CRITICAL))
    assert (finding.owner, finding.fix_by) == ("web", date(2026, 6, 18))


def test_an_alert_of_a_source_that_is_no_asset_is_the_estate_s() -> None:
    _, (finding,) = file([], stuffing(source="pushed"))
    assert (finding.asset, finding.owner) == ("estate", "ada")


def test_the_same_actor_again_updates_the_finding() -> None:
    again = stuffing(why="90 failed log-ins in 60 s", count=90)
    changes, (finding,) = file([FOUND], stuffing(), again, now=NOON + DAY)
    assert [change.action for change in changes] == [Action.SEEN_AGAIN]
    assert (finding.first_seen, finding.last_seen) == (NOON, NOON + DAY)
    assert "90 failed log-ins" in finding.said


def test_a_false_alarm_stays_one_and_what_was_fixed_comes_back() -> None:
    assert file([restated(FOUND, State.FALSE_ALARM)], stuffing())[0] == []
    (change,), _ = file([restated(FOUND, State.FIXED)], stuffing())
    assert (change.action, change.after.state) == (Action.REGRESSED, State.REGRESSED)


def test_alerts_change_nothing_else() -> None:
    other = replace(
        FOUND, id="other", check="open_door", state=State.ACCEPTED, until=date(2020, 1, 1)
    )
    changes, _ = file([other], stuffing())
    assert [change.after.id for change in changes] == [FOUND.id]


def test_a_check_of_the_estate_does_not_close_alerts() -> None:
    assert list(reconcile({FOUND.id: FOUND}, [], LAB, NOON + DAY)) == []
    assert unwatched([FOUND], ["shop_access", "estate"], ["open_door"]) == ()
    assert unwatched([FOUND], ["estate"], ["open_door"]) == (FOUND.id,)


def test_a_hundred_thousand_addresses_do_not_bury_the_rest() -> None:
    alerts = [stuffing(f"198.51.{number // 250}.{number % 250}") for number in range(1_000)]
    changes, findings = file([], *alerts[:MOST])
    assert len(changes) == MOST
    changes, findings = file(findings, *alerts)
    raised = [change.after for change in changes if change.action is Action.RAISED]
    assert [(each.subject, len(each.evidence)) for each in raised] == [(FURTHER, 20)]
    assert len(findings) == MOST + 1


def test_what_was_read_and_is_quiet_closes() -> None:
    read = restated(FOUND, State.ACKNOWLEDGED)
    known = {"read": read, "new": FOUND, "door": replace(read, check="open_door")}
    assert list(quietened(known, NOON + QUIET - DAY)) == []
    (change,) = quietened(known, NOON + QUIET)
    assert (change.action, change.after) == (Action.FIXED, restated(read, State.FIXED))


def test_hostile_actors_are_kept_short_and_as_text() -> None:
    _, (finding,) = file([], stuffing("\x1b[2J" + "x" * 5_000))
    assert finding.subject == "address \x1b[2J" + "x" * 196
    assert bad(finding.subject, "").subject == finding.subject
