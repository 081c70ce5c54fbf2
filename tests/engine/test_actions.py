"""What people may do to a finding, and what they may not."""

from dataclasses import replace
from datetime import date

import pytest

from storewarden.core.errors import NoSuchFinding, NotAllowed
from storewarden.core.findings import Action, Change, State
from storewarden.engine.actions import By, accept, acknowledge, false_alarm, named
from tests.engine.estates import NOON
from tests.engine.test_reconcile import a_finding

ADA = By("ada", NOON)
ONE = a_finding(id="abcdef000001")
TWO = a_finding(id="abc999000002")
KNOWN = {one.id: one for one in (ONE, TWO)}
SOON = date(2026, 6, 16)


def test_an_id_may_be_abbreviated_while_one_finding_is_meant() -> None:
    assert named(KNOWN, "abcd") is ONE
    assert named(KNOWN, " ABC9 ") is TWO
    assert named(KNOWN, ONE.id) is ONE


@pytest.mark.parametrize("wanted", ["", " ", "abc", "zzz", "abcdef0000011", "\x1b[2J"])
def test_an_id_that_means_none_or_many_is_refused(wanted: str) -> None:
    with pytest.raises(NoSuchFinding):
        named(KNOWN, wanted)


def test_acknowledging_says_who_reads_it() -> None:
    after = replace(ONE, state=State.ACKNOWLEDGED, acknowledged_by="ada")
    assert acknowledge(KNOWN, "abcd", ADA) == Change(Action.ACKNOWLEDGED, after, "ada", NOON)


def test_acknowledging_takes_back_an_acceptance_or_a_false_alarm() -> None:
    after = replace(ONE, state=State.ACKNOWLEDGED, acknowledged_by="ada")
    for state in (State.ACCEPTED, State.FALSE_ALARM):
        known = {ONE.id: replace(ONE, state=state, reason="so", until=SOON)}
        change = acknowledge(known, "abcd", ADA)
        assert change.after == after
        assert change.note == f"no longer {state.value.replace('_', ' ')}"


def test_accepting_needs_a_reason_and_a_day_to_come() -> None:
    after = replace(ONE, state=State.ACCEPTED, reason="new lock ordered", until=SOON)
    note = "until 2026-06-16: new lock ordered"
    assert accept(KNOWN, "abcd", SOON, " new lock\n ordered ", ADA) == Change(
        Action.ACCEPTED, after, "ada", NOON, note
    )
    for until, reason in ((NOON.date(), "so"), (SOON, " \n"), (SOON, "x" * 501)):
        with pytest.raises(NotAllowed):
            accept(KNOWN, "abcd", until, reason, ADA)


def test_an_acceptance_may_be_prolonged() -> None:
    known = {ONE.id: replace(ONE, state=State.ACCEPTED, reason="so", until=SOON)}
    assert accept(known, "abcd", date(2026, 7, 1), "late", ADA).after.until == date(2026, 7, 1)


def test_a_false_alarm_needs_a_reason() -> None:
    after = replace(ONE, state=State.FALSE_ALARM, reason="a painted door")
    assert false_alarm(KNOWN, "abcd", "a painted door", ADA) == Change(
        Action.FALSE_ALARM, after, "ada", NOON, "a painted door"
    )
    with pytest.raises(NotAllowed):
        false_alarm(KNOWN, "abcd", "", ADA)
    with pytest.raises(NotAllowed):
        false_alarm({ONE.id: after}, "abcd", "again", ADA)


def test_what_is_fixed_or_already_acknowledged_is_left_alone() -> None:
    fixed = {ONE.id: replace(ONE, state=State.FIXED)}
    with pytest.raises(NotAllowed):
        acknowledge(fixed, "abcd", ADA)
    with pytest.raises(NotAllowed):
        accept(fixed, "abcd", SOON, "so", ADA)
    with pytest.raises(NotAllowed):
        false_alarm(fixed, "abcd", "so", ADA)
    read = {ONE.id: replace(ONE, state=State.ACKNOWLEDGED, acknowledged_by="ben")}
    with pytest.raises(NotAllowed, match="already acknowledged by ben"):
        acknowledge(read, "abcd", ADA)
