"""Verdicts of a check, and what becomes of them when something was not seen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from storewarden.core.checks import Fact
from storewarden.core.verdicts import Verdict, bad, good, unknown
from storewarden.engine.gather import Seen
from storewarden.engine.judge import Judgement, judge, pairs
from tests.engine.estates import DOORS, Door

FRONT, BACK = Door("front", locked=True), Door("back", locked=False)


def test_a_check_judges_the_facts_of_each_asset() -> None:
    said = judge([DOORS], {("shop", Door): Seen((FRONT, BACK)), ("cms", Door): Seen()}, print)
    verdicts = (
        good("front", "front is locked"),
        bad("back", "back stands open", "looked at it"),
    )
    assert said == (
        Judgement(DOORS, "shop", verdicts, to_the_end=True),
        Judgement(DOORS, "cms", (), to_the_end=True),
    )
    assert list(pairs(said)) == [("open_door", "shop"), ("open_door", "cms")]


def test_what_was_not_seen_is_unknown_and_not_to_the_end() -> None:
    said = judge([DOORS], {("shop", Door): Seen((FRONT,), ("dark", "rain"))}, print)
    verdicts = (good("front", "front is locked"), unknown("everything", "dark; rain"))
    assert said == (Judgement(DOORS, "shop", verdicts, to_the_end=False),)


def test_a_check_that_breaks_down_says_unknown_and_the_fault_is_told_without_words() -> None:
    def broken(_facts: Sequence[Fact]) -> Iterator[Verdict]:
        yield good("front", "front is locked")
        raise ValueError("4111111111111111")

    told: list[str] = []
    check = replace(DOORS, declared=replace(DOORS.declared, judge=broken))
    said = judge([check], {("shop", Door): Seen((FRONT,))}, told.append)
    because = "a fault in the check open_door: ValueError"
    verdicts = (unknown("everything", because),)
    assert said == (Judgement(check, "shop", verdicts, to_the_end=False),)
    assert told == ["fault in check open_door on shop: ValueError"]


def test_the_gravest_verdict_about_one_subject_stays() -> None:
    twice = (Door("front", locked=True), Door("front", locked=False), Door("front", locked=True))
    said = judge([DOORS], {("shop", Door): Seen(twice)}, print)
    assert said[0].verdicts == (bad("front", "front stands open", "looked at it"),)
