"""The life of a finding, told as what a run says and what changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.checks import InstalledCheck
from storewarden.core.deadlines import Dated
from storewarden.core.estate import Estate, OwnerRule
from storewarden.core.findings import Action, Change, Finding, Standing, State, identity
from storewarden.core.matched import Named
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity, Verdict, bad, good, not_applicable, unknown
from storewarden.engine.judge import Judgement
from storewarden.engine.reconcile import reconcile, standings, unwatched
from tests.engine.deadlines.weaknesses import CLICK, WORM, weakness
from tests.engine.estates import CMS, DAY, DOORS, NOON, SHOP, estate

LAB = estate(SHOP, CMS)
OPEN = bad("front", "front stands open", "looked at it")
SHUT = good("front", "front is locked")


def judged(*verdicts: Verdict, to_the_end: bool = True, check: InstalledCheck = DOORS) -> Judgement:
    return Judgement(check, "shop", verdicts, to_the_end)


def a_finding(**other: object) -> Finding:
    first = Finding(
        id=identity("open_door", "shop", "front"),
        check="open_door",
        step=Step.EXPOSURE,
        asset="shop",
        subject="front",
        severity=Severity.HIGH,
        state=State.NEW,
        owner="ben",
        said="front stands open",
        evidence=("looked at it",),
        first_seen=NOON,
        last_seen=NOON,
        read_by=date(2026, 6, 18),
        fix_by=date(2026, 6, 29),
    )
    return replace(first, **other)  # type: ignore[arg-type]  # fields by name


def run(
    known: Sequence[Finding],
    *judgements: Judgement,
    now: datetime = NOON + DAY,
    ours: Estate = LAB,
) -> list[Change]:
    return list(reconcile({f.id: f for f in known}, judgements, ours, now))


def test_a_bad_verdict_is_raised_with_owner_and_deadlines() -> None:
    assert run([], judged(OPEN), now=NOON) == [
        Change(Action.RAISED, a_finding(), "storewarden", NOON, "front stands open")
    ]


def test_what_is_said_again_is_seen_again_and_its_words_move() -> None:
    now = NOON + DAY
    again = run([a_finding()], judged(bad("front", "front is wide open", "went through")))
    after = a_finding(last_seen=now, said="front is wide open", evidence=("went through",))
    assert again == [Change(Action.SEEN_AGAIN, after, "storewarden", now)]


def test_it_is_fixed_when_the_same_check_no_longer_says_so() -> None:
    fixed = a_finding(state=State.FIXED)
    expected = [Change(Action.FIXED, fixed, "storewarden", NOON + DAY, "no longer seen")]
    assert run([a_finding()], judged(SHUT)) == expected
    assert run([a_finding()], judged()) == expected


def test_it_is_not_fixed_by_what_did_not_run_to_its_end() -> None:
    assert run([a_finding()], judged(to_the_end=False)) == []
    assert run([a_finding()], judged(SHUT, to_the_end=False)) == []


def test_it_is_not_fixed_by_another_check_or_another_asset() -> None:
    other = replace(DOORS, id="other_check")
    assert run([a_finding()], judged(check=other)) == []
    assert run([a_finding()], Judgement(DOORS, "cms", (), to_the_end=True)) == []
    assert run([a_finding()]) == []


def test_unknown_is_not_green() -> None:
    assert run([a_finding()], judged(unknown("front", "fog"))) == []
    assert run([a_finding()], judged(unknown("back", "fog"))) == []


def test_a_subject_named_good_is_fixed_even_beside_an_unknown_one() -> None:
    for clear in (SHUT, not_applicable("front", "walled up")):
        changes = run([a_finding()], judged(clear, unknown("back", "fog")))
        assert [change.action for change in changes] == [Action.FIXED]


def test_what_was_fixed_and_comes_back_has_regressed_with_new_deadlines() -> None:
    now = NOON + 100 * DAY
    old = a_finding(state=State.FIXED, acknowledged_by="ben")
    after = a_finding(
        state=State.REGRESSED,
        last_seen=now,
        read_by=date(2026, 9, 26),
        fix_by=date(2026, 10, 7),
    )
    assert run([old], judged(OPEN), now=now) == [
        Change(Action.REGRESSED, after, "storewarden", now, "front stands open")
    ]


def test_what_is_fixed_and_stays_away_is_left_alone() -> None:
    assert run([a_finding(state=State.FIXED)], judged()) == []


def test_a_false_alarm_stays_one() -> None:
    alarm = a_finding(state=State.FALSE_ALARM, reason="a painted door")
    assert run([alarm], judged(OPEN)) == []
    assert run([alarm], judged(SHUT)) == []


def test_what_is_accepted_stays_so_through_its_last_day() -> None:
    kept = a_finding(state=State.ACCEPTED, reason="new lock ordered", until=date(2026, 6, 16))
    changes = run([kept], judged(OPEN))
    after = replace(kept, last_seen=NOON + DAY)
    assert changes == [Change(Action.SEEN_AGAIN, after, "storewarden", NOON + DAY)]


def test_an_acceptance_ends_when_its_last_day_is_over() -> None:
    now = NOON + DAY
    kept = a_finding(state=State.ACCEPTED, reason="new lock ordered", until=date(2026, 6, 15))
    fresh = a_finding(read_by=date(2026, 6, 19), fix_by=date(2026, 6, 30))
    note = "the acceptance ended on 2026-06-15"
    ended = Change(Action.ACCEPTANCE_ENDED, replace(fresh, last_seen=now), "storewarden", now, note)
    assert run([kept], judged(OPEN)) == [ended]
    assert run([kept]) == [replace(ended, after=fresh)]


def test_an_accepted_finding_can_be_fixed() -> None:
    kept = a_finding(state=State.ACCEPTED, reason="ordered", until=date(2026, 6, 15))
    assert [change.action for change in run([kept], judged(SHUT))] == [Action.FIXED]


def test_an_acknowledged_finding_stays_acknowledged_when_seen_again() -> None:
    known = a_finding(state=State.ACKNOWLEDGED, acknowledged_by="ben")
    changes = run([known], judged(OPEN))
    assert [(c.action, c.after.state) for c in changes] == [(Action.SEEN_AGAIN, State.ACKNOWLEDGED)]


def test_a_graver_finding_has_to_be_fixed_sooner_and_that_is_on_record() -> None:
    now = NOON + DAY
    worse = bad("front", "the door is gone", severity=Severity.CRITICAL)
    after = a_finding(
        severity=Severity.CRITICAL,
        said="the door is gone",
        evidence=(),
        last_seen=now,
        read_by=date(2026, 6, 17),
        fix_by=date(2026, 6, 19),
    )
    note = "severity high -> critical"
    assert run([a_finding()], judged(worse)) == [
        Change(Action.REROUTED, after, "storewarden", now, note)
    ]


def test_a_milder_finding_keeps_its_deadlines() -> None:
    milder = bad("front", "ajar", severity=Severity.LOW)
    after = run([a_finding()], judged(milder))[0].after
    assert (after.severity, after.fix_by) == (Severity.LOW, date(2026, 6, 29))


def test_new_rules_move_the_owner_and_that_is_on_record() -> None:
    now = NOON + DAY
    ours = estate(SHOP, rules=(OwnerRule(owner="web", step=Step.EXPOSURE),))
    after = a_finding(owner="web", last_seen=now)
    assert run([a_finding()], judged(OPEN), ours=ours) == [
        Change(Action.REROUTED, after, "storewarden", now, "owner ben -> web")
    ]


def test_a_new_meaning_of_subjects_raises_anew_and_closes_the_old() -> None:
    second = replace(DOORS, declared=replace(DOORS.declared, identity=2))
    changes = run([a_finding()], judged(OPEN, check=second))
    assert [(c.action, c.after.id) for c in changes] == [
        (Action.RAISED, identity("open_door", "shop", "front", 2)),
        (Action.FIXED, identity("open_door", "shop", "front", 1)),
    ]


def test_findings_of_removed_assets_and_checks_are_named_and_stay_open() -> None:
    here = a_finding()
    lost_asset = a_finding(id="a" * 12, asset="sold_shop")
    lost_check = a_finding(id="b" * 12, check="retired")
    fixed = a_finding(id="c" * 12, asset="sold_shop", state=State.FIXED)
    everything = [here, lost_asset, lost_check, fixed]
    assert unwatched(everything, {"shop"}, {"open_door"}) == ("a" * 12, "b" * 12)
    assert run([lost_asset, lost_check], judged(OPEN))[0].action is Action.RAISED


def test_standings_hold_the_good_days_too() -> None:
    told = list(standings([judged(SHUT, unknown("back", "fog"))], NOON))
    common = ("open_door", Step.EXPOSURE, "shop")
    assert told == [
        Standing(*common, "front", Outcome.GOOD, "front is locked", NOON),
        Standing(*common, "back", Outcome.UNKNOWN, "fog", NOON),
    ]


VERDICTS = st.lists(
    st.builds(
        Verdict,
        outcome=st.sampled_from(Outcome),
        subject=st.sampled_from(["front", "back", "roof"]),
        said=st.text(max_size=5),
    ),
    max_size=3,
    unique_by=lambda verdict: verdict.subject,
)
RUNS = st.lists(st.tuples(VERDICTS, st.booleans()), max_size=8)


@given(RUNS)
def test_after_any_runs_the_open_findings_are_those_never_cleared(
    runs: list[tuple[list[Verdict], bool]],
) -> None:
    known: dict[str, Finding] = {}
    expected: set[str] = set()
    for number, (verdicts, to_the_end) in enumerate(runs):
        now = NOON + number * DAY
        changes = list(reconcile(known, [judged(*verdicts, to_the_end=to_the_end)], LAB, now))
        assert len({change.after.id for change in changes}) == len(changes)
        known |= {change.after.id: change.after for change in changes}
        said = {v.subject: v.outcome for v in verdicts}
        if to_the_end:
            blind = Outcome.UNKNOWN in said.values()
            named = {s for s, o in said.items() if o in {Outcome.GOOD, Outcome.NOT_APPLICABLE}}
            expected = expected - named if blind else set()
        expected |= {s for s, o in said.items() if o is Outcome.BAD}
        assert {f.subject for f in known.values() if f.state.is_open} == expected


def named(one: Named) -> Verdict:
    return bad("front", "front stands open", "looked at it", named=(one,))


def read(one: Named, state: State = State.ACKNOWLEDGED) -> Finding:
    """What was raised about that weakness and read since."""
    raised = run([], judged(named(one)), now=NOON)[0].after
    until = date(2026, 12, 31) if state is State.ACCEPTED else None
    return replace(raised, state=state, acknowledged_by="ben", until=until)


MILD = weakness(CLICK, due=date(2026, 7, 10))


def test_a_finding_about_a_weakness_is_dated_by_a_row_and_keeps_the_weakness() -> None:
    after = run([], judged(named(MILD)), now=NOON)[0].after
    assert (after.named, after.fix_by, after.read_by) == (
        (MILD,),
        date(2026, 7, 10),
        date(2026, 6, 29),
    )
    assert after.dated is not None
    assert after.dated.row == "BOD 26-04 row 0"


def test_what_a_list_says_graver_opens_what_was_read_again() -> None:
    worse = (
        (weakness(CLICK, due=date(2026, 7, 10), exploited=True), "is exploited by thieves now"),
        (weakness(CLICK, due=date(2026, 7, 10), ransomware=True), "is used by ransomware now"),
        (
            weakness(CLICK, due=date(2026, 7, 1)),
            "is due on 2026-07-01 now, no longer on 2026-07-10",
        ),
        (replace(MILD, fixed_in="1.2"), "is fixed in 1.2"),
        (
            replace(MILD, id="GHSA-1", aliases=("CVE-2026-0001",), fixed_in="1.2"),
            "is fixed in 1.2",
        ),
    )
    for now, words in worse:
        for state in (State.ACKNOWLEDGED, State.ACCEPTED):
            change = run([read(MILD, state)], judged(named(now)))[0]
            assert (change.action, change.note) == (
                Action.REOPENED,
                f"no longer {state}: {now.id} {words}",
            )
            after = change.after
            assert (after.state, after.acknowledged_by, after.until, after.named) == (
                State.NEW, None, None, (now,),
            )  # fmt: skip
            assert after.fix_by <= date(2026, 7, 10)


def test_another_advisory_opens_it_again() -> None:
    second = weakness(CLICK, name="CVE-2026-0002")
    verdict = bad("front", "front stands open", named=(MILD, second))
    change = run([read(MILD)], judged(verdict))[0]
    assert (change.action, change.note) == (
        Action.REOPENED,
        "no longer acknowledged: CVE-2026-0002 names it too",
    )


def test_what_gets_milder_or_likelier_opens_nothing() -> None:
    grave = weakness(CLICK, exploited=True, due=date(2026, 7, 1), ransomware=True)
    for now in (
        MILD,
        replace(grave, danger=replace(grave.danger, exploited=None)),
        replace(grave, danger=replace(grave.danger, likelihood=0.97)),
        replace(grave, danger=replace(grave.danger, due=date(2026, 8, 1))),
    ):
        change = run([read(grave)], judged(named(now)))[0]
        assert (change.action, change.after.state) == (Action.SEEN_AGAIN, State.ACKNOWLEDGED)
        assert change.after.fix_by == read(grave).fix_by
        assert change.after.named == (now,)


def test_a_finding_from_before_keeps_its_state_and_gets_the_sooner_dates() -> None:
    old = a_finding(state=State.ACKNOWLEDGED, acknowledged_by="ben")
    change = run([old], judged(named(weakness(WORM, exploited=True))))[0]
    row = change.after.dated
    assert isinstance(row, Dated)
    assert (change.action, change.note) == (Action.REROUTED, row.words)
    assert (change.after.state, change.after.fix_by) == (State.ACKNOWLEDGED, date(2026, 6, 19))


def test_a_stricter_row_brings_the_date_of_an_unread_finding_forward() -> None:
    new = run([], judged(named(MILD)), now=NOON)[0].after
    change = run([new], judged(named(weakness(WORM, exploited=True))))[0]
    assert change.action is Action.REROUTED
    assert change.after.dated is not None
    assert (change.after.fix_by, change.after.dated.row) == (
        date(2026, 6, 19),
        "BOD 26-04 row 13",
    )


def test_what_does_not_apply_any_more_is_closed_with_the_words_and_evidence() -> None:
    why = replace(not_applicable("front", "nobody uses the front"), evidence=("says Acme",))
    change = run([a_finding()], judged(why))[0]
    assert (change.action, change.note) == (
        Action.FIXED,
        "not applicable: nobody uses the front",
    )
    assert change.after == a_finding(state=State.FIXED, evidence=("says Acme",))
