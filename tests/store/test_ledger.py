"""What is told to the ledger comes back, whole and in order, from both databases."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.core.deadlines import Dated
from storewarden.core.errors import LedgerError
from storewarden.core.findings import Action, Change, Finding, State
from storewarden.core.matched import Danger, Named
from storewarden.core.ports import Ledger
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity
from storewarden.store.setup import open_ledger
from tests.store.samples import NOON, change, finding, raising, standing


def test_an_empty_ledger_knows_nothing_and_verifies(ledger: Ledger) -> None:
    assert ledger.findings() == ()
    assert ledger.standings() == ()
    assert ledger.history("000000000001") == ()
    assert ledger.verify() == (0, None)


def test_a_finding_comes_back_as_it_was_told(ledger: Ledger, target: str) -> None:
    accepted = replace(
        finding(2, State.ACCEPTED), acknowledged_by="ben", reason="", until=date(2026, 12, 31)
    )
    told = [change(finding(1)), change(accepted, Action.ACCEPTED)]
    assert ledger.update(lambda _known: told) == tuple(told)
    assert open_ledger(target).findings() == (finding(1), accepted)


def test_a_weakness_and_the_row_that_dated_it_come_back_legible(
    ledger: Ledger, target: str
) -> None:
    danger = Danger(exploited=True, due=date(2026, 7, 1), ransomware=None, likelihood=0.25)
    weakness = Named(
        "CVE-2026-0001",
        aliases=("GHSA-1",),
        summary="a\x00b",
        severity=Severity.HIGH,
        fixed_in="1.2",
        danger=danger,
    )
    told = replace(finding(1), named=(weakness,), dated=Dated("row 1", "why", 14, forensic=True))
    kept = replace(told, named=(replace(weakness, summary="a\N{REPLACEMENT CHARACTER}b"),))
    assert ledger.update(lambda _known: [change(told)])[0].after == kept
    assert open_ledger(target).findings() == (kept,)


def test_decide_sees_every_finding_and_cannot_touch_it(ledger: Ledger) -> None:
    ledger.update(raising(1, 2))

    def decide(known: Mapping[str, Finding]) -> list[Change]:
        assert dict(known) == {one.id: one for one in (finding(1), finding(2))}
        assert not hasattr(known, "pop")
        return []

    assert ledger.update(decide) == ()


def test_what_decide_raises_passes_through_and_nothing_is_kept(ledger: Ledger) -> None:
    def decide(_known: Mapping[str, Finding]) -> list[Change]:
        raise OSError("the shop is on fire")

    with pytest.raises(OSError, match="on fire"):
        ledger.record(decide, [], [standing("a", "b")])
    assert (ledger.findings(), ledger.standings(), ledger.verify()) == ((), (), (0, None))


def test_a_trouble_after_some_changes_keeps_none_of_them(ledger: Ledger) -> None:
    told = [change(finding(1)), change(finding(2), Action.SEEN_AGAIN)]
    with pytest.raises(LedgerError, match="000000000002 cannot be seen again"):
        ledger.update(lambda _known: told)
    assert ledger.findings() == ()


def test_every_change_is_a_line_of_the_trail_but_seeing_again(ledger: Ledger) -> None:
    later = NOON + timedelta(days=1)
    ledger.update(raising(1, 2))
    ledger.update(
        lambda known: [
            change(replace(one, last_seen=later, owner="nobody"), Action.SEEN_AGAIN)
            for one in known.values()
        ]
    )
    known = replace(finding(1, State.ACKNOWLEDGED), last_seen=later, acknowledged_by="ada")
    ledger.update(lambda _known: [change(known, Action.ACKNOWLEDGED, "on it")])
    lines = [(one.number, one.action, one.note) for one in ledger.history(finding(1).id)]
    assert lines == [(1, "raised", ""), (3, "acknowledged", "on it")]
    assert ledger.findings() == (known, replace(finding(2), last_seen=later))
    assert ledger.verify() == (3, None)


def test_seeing_again_takes_over_the_newest_words(ledger: Ledger) -> None:
    ledger.update(raising(1))
    seen = replace(finding(1), said="two forged webhooks were accepted", evidence=("one", "two"))
    ledger.update(lambda _known: [change(seen, Action.SEEN_AGAIN)])
    assert ledger.findings() == (seen,)
    assert ledger.verify() == (1, None)


def test_changes_of_one_finding_in_one_go_build_on_one_another(ledger: Ledger) -> None:
    ledger.update(raising(1))
    fixed, back = finding(1, State.FIXED), finding(1, State.REGRESSED)
    ledger.update(lambda _known: [change(fixed, Action.FIXED), change(back, Action.REGRESSED)])
    assert ledger.findings() == (back,)
    assert [one.action for one in ledger.history(back.id)] == ["raised", "fixed", "regressed"]
    assert ledger.verify() == (3, None)


def test_standings_of_what_was_judged_are_replaced_and_others_stay(ledger: Ledger) -> None:
    old = [standing("product_hook", "/a"), standing("product_hook", "/b"), standing("shop", "/c")]
    ledger.stand([], old)
    new = standing("product_hook", "/b", Outcome.UNKNOWN)
    ledger.record(raising(1), [("unsigned_webhook", "product_hook")], [standing("x", "/b"), new])
    assert ledger.standings() == (old[2], standing("x", "/b"), new)
    assert ledger.findings() == (finding(1),)


def test_of_two_standings_of_one_subject_the_last_counts(ledger: Ledger) -> None:
    first, last = standing("shop", "/"), standing("shop", "/", Outcome.BAD)
    ledger.stand([], [first, last])
    assert ledger.standings() == (last,)


def test_moments_come_back_in_utc_and_one_without_zone_is_refused(ledger: Ledger) -> None:
    berlin = datetime(2026, 6, 15, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    ledger.update(lambda _known: [change(replace(finding(1), first_seen=berlin))])
    assert ledger.findings() == (finding(1),)
    assert ledger.findings()[0].first_seen.tzinfo == UTC
    naive = replace(finding(2), first_seen=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        ledger.update(lambda _known: [change(naive)])


def test_what_no_database_can_hold_is_replaced_visibly(ledger: Ledger) -> None:
    hostile = replace(
        finding(1),
        said="nul\x00 lone\ud800 rtl\u202e esc\x1b[31m",
        evidence=("\udfff", "\U0001f6d2"),
    )
    kept = replace(
        finding(1),
        said="nul\ufffd lone\ufffd rtl\u202e esc\x1b[31m",
        evidence=("\ufffd", "\U0001f6d2"),
    )
    assert ledger.update(lambda _known: [change(hostile)]) == (change(kept),)
    assert ledger.findings() == (kept,)


TEXT = st.text(st.characters(), max_size=40)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone itself
FINDINGS = st.builds(
    Finding,
    id=st.sampled_from(["0" * 12, "1" * 12, "f" * 12]),
    check=TEXT,
    asset=TEXT,
    subject=TEXT,
    owner=TEXT,
    said=TEXT,
    step=st.sampled_from(Step),
    severity=st.sampled_from(Severity),
    state=st.sampled_from(State),
    evidence=st.lists(TEXT, max_size=3).map(tuple),
    first_seen=MOMENTS,
    last_seen=MOMENTS,
    read_by=st.dates(),
    fix_by=st.dates(),
    acknowledged_by=st.none() | TEXT,
    reason=st.none() | TEXT,
    until=st.none() | st.dates(),
)
CHANGES = st.builds(
    Change,
    action=st.sampled_from([one for one in Action if one is not Action.SEEN_AGAIN]),
    after=FINDINGS,
    actor=TEXT,
    at=MOMENTS,
    note=TEXT,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(CHANGES, min_size=1, max_size=6))
def test_any_sequence_of_changes_comes_back(ledger: Ledger, told: list[Change]) -> None:
    kept = ledger.update(lambda _known: told)
    assert [as_seen(one) for one in kept] == [as_seen(one) for one in told]
    now = {one.id: one for one in ledger.findings()}
    assert {one.after.id: one.after for one in kept}.items() <= now.items()
    assert ledger.verify()[1] is None


def as_seen(told: Change) -> list[str]:
    """Every field as a reader sees it, with what no database can hold replaced one by one."""
    after = told.after
    texts = [str(getattr(after, name)) for name in Finding.__slots__ if name != "evidence"]
    return [
        "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in text)
        for text in (*texts, *after.evidence)
    ]


def test_two_writers_at_once_wait_for_each_other(ledger: Ledger) -> None:
    def count_up(_writer: int) -> None:
        for _ in range(5):
            ledger.update(lambda known: [change(finding(len(known) + 1))])

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(count_up, range(4)))
    assert ledger.findings() == tuple(finding(number) for number in range(1, 21))
    assert ledger.verify() == (20, None)


@pytest.mark.slow
def test_five_thousand_changes_take_a_moment(ledger: Ledger) -> None:
    begin = perf_counter()
    ledger.update(raising(*range(5_000)))
    assert perf_counter() - begin < 10  # about 0.7 s on an idle core; room for a busy one
    assert ledger.verify() == (5_000, None)
