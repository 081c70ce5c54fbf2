"""A signed link works once, for one opening of one finding, until its end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storewarden.core.findings import Action, AuditEntry, State
from storewarden.core.notices import Pass
from storewarden.engine.reading.passes import acknowledged, refusal
from tests.engine.reading.test_letters import FINDING, NOON

WAY = Pass("abc123", 7, "ben", "0" * 24, NOON + timedelta(days=14))


def entry(number: int, action: Action, note: str = "") -> AuditEntry:
    at = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    return AuditEntry(number, at, "x", action, "abc123", note, "")


RAISED = entry(7, Action.RAISED)
USED = entry(8, Action.ACKNOWLEDGED, f"by the signed link of notice {'0' * 24}")


@pytest.mark.parametrize(
    ("state", "history", "late", "words"),
    [
        (State.NEW, [RAISED], 0, ""),
        (State.REGRESSED, [RAISED], 0, ""),
        (State.ACKNOWLEDGED, [RAISED, USED], 0, "it was used on 2026-11-28 at 09:30 UTC"),
        (State.ACCEPTED, [RAISED, USED], 0, "it was used on 2026-11-28 at 09:30 UTC"),
        (State.NEW, [RAISED], 14, "it ended on 2026-12-11 at 12:00 UTC"),
        (
            State.ACKNOWLEDGED,
            [RAISED, entry(8, Action.ACKNOWLEDGED)],
            0,
            "somebody acknowledged it already",
        ),
        (
            State.NEW,
            [RAISED, entry(9, Action.REOPENED)],
            0,
            "something new was said since; the newer mail has the link that counts",
        ),
        (State.FIXED, [RAISED], 0, "what it is about is fixed"),
        (State.ACCEPTED, [RAISED], 0, "what it is about was accepted"),
        (State.FALSE_ALARM, [RAISED], 0, "what it is about was called a false alarm"),
    ],
)
def test_whether_a_link_still_works(
    state: State, history: list[AuditEntry], late: int, words: str
) -> None:
    finding = replace(FINDING, state=state)
    assert refusal(WAY, finding, history, NOON + timedelta(days=late)) == words


def test_a_finding_that_is_gone_cannot_be_acknowledged() -> None:
    assert refusal(WAY, None, [], NOON) == "the finding is not in the ledger"


def test_using_it_acknowledges_as_that_person_and_says_how() -> None:
    change = acknowledged(WAY, FINDING, NOON)
    assert (change.action, change.actor, change.note) == (
        Action.ACKNOWLEDGED,
        "ben",
        f"by the signed link of notice {'0' * 24}",
    )
    assert change.after == replace(FINDING, state=State.ACKNOWLEDGED, acknowledged_by="ben")
    history = [RAISED, AuditEntry(8, NOON, "ben", change.action, "abc123", change.note, "")]
    assert refusal(WAY, change.after, history, NOON).startswith("it was used on")
