"""Days, bars, advice and hostile text, as the pages show them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.console.check.advice import Advice, Paragraph, advice
from storewarden.console.days import Due, due, moment
from storewarden.console.findings.view import narrowed
from storewarden.console.pass_once import PassOnce
from storewarden.console.plain import sentence, shown
from storewarden.console.scoreboard.picture import WIDTH, Piece, pieces
from storewarden.core.checks import Check, Fact, InstalledCheck
from storewarden.core.findings import State
from storewarden.core.plain import plain
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from tests.console.serving import HOSTILE, findings

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 12), Due(date(2026, 6, 12), "12 Jun 2026", "3 days late", late=True)),
        (date(2026, 6, 14), Due(date(2026, 6, 14), "14 Jun 2026", "1 day late", late=True)),
        (TODAY, Due(TODAY, "15 Jun 2026", "today", late=False)),
        (date(2026, 6, 16), Due(date(2026, 6, 16), "16 Jun 2026", "tomorrow", late=False)),
        (date(2026, 6, 29), Due(date(2026, 6, 29), "29 Jun 2026", "in 14 days", late=False)),
        (date(2026, 6, 30), Due(date(2026, 6, 30), "30 Jun 2026", "", late=False)),
    ],
)
def test_a_deadline_is_seen_from_today(day: date, expected: Due) -> None:
    assert due(day, TODAY) == expected


def test_a_moment_is_written_in_utc() -> None:
    assert moment(datetime(2026, 6, 5, 9, 4, tzinfo=UTC)) == "5 Jun 2026, 09:04 UTC"


def test_a_bar_shows_one_bad_among_thousands() -> None:
    assert list(pieces(good=9_999, bad=1, unknown=0)) == [
        Piece("bad", 0, 4),
        Piece("good", 6, 114),
    ]
    assert list(pieces(0, 0, 0)) == []


@given(*[st.integers(0, 10**9)] * 3)
def test_a_bar_is_always_full_and_never_too_long(good: int, bad: int, unknown: int) -> None:
    drawn = list(pieces(good, bad, unknown))
    assert [piece.kind for piece in drawn] == [
        kind for kind, n in (("bad", bad), ("unknown", unknown), ("good", good)) if n
    ]
    assert all(piece.width >= 4 for piece in drawn)
    assert not drawn or drawn[-1].x + drawn[-1].width == WIDTH


def test_what_hides_or_turns_is_written_out() -> None:
    assert plain("a\u202eb\x1b[31m\x00\u200b\ud800\x85") == (
        "a[U+202E]b[U+001B][31m[U+0000][U+200B][U+D800][U+0085]"
    )
    assert plain("Käse, שלום, \U0001f6d2") == "Käse, שלום, \U0001f6d2"


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(text).isprintable() or not text.isascii()


def test_a_finding_is_shown_with_all_of_its_texts_plain() -> None:
    hostile = list(findings())[-1]
    text = plain(HOSTILE)
    assert shown(hostile) == replace(
        hostile, subject=text, said=text, evidence=(text, "second line")
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a dump lies open", "A dump lies open"),
        ("gateway_card.number holds", "gateway_card.number holds"),
        ("iPhone prices", "iPhone prices"),
        ("/backup is open", "/backup is open"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_unless_with_a_name(said: str, expected: str) -> None:
    assert sentence(said) == expected


def test_a_check_s_page_is_cut_into_its_parts() -> None:
    page = """Is it so?

*Why it matters.* Because `a`
and ``b``.

*How to put it right.* Do this.
"""
    check = InstalledCheck("x", Step.LOGS, page, Check(Fact, Severity.LOW, lambda _: [], ("S 1",)))
    assert advice(check) == Advice(
        "x",
        "Is it so?",
        (
            Paragraph(
                "Why it matters",
                (("Because ", False), ("a", True), (" and ", False), ("b", True), (".", False)),
            ),
            Paragraph("How to put it right", (("Do this.", False),)),
        ),
        ("S 1",),
    )


def test_the_list_is_narrowed_by_every_answer() -> None:
    everything = [*findings()]
    everything[0] = replace(everything[0], state=State.FIXED)
    assert narrowed(everything, {}) == everything[1:]
    assert narrowed(everything, {"state": "any"}) == everything
    assert narrowed(everything, {"state": "fixed"}) == everything[:1]
    assert narrowed(everything, {"step": "logs", "severity": "medium"}) == [everything[5]]
    assert narrowed(everything, {"asset": "cms", "owner": "ben"}) == []
    assert narrowed(everything, {"state": "nonsense"}) == []


def test_a_pass_lets_in_once() -> None:
    door = PassOnce("käse")
    assert [door.use(word) for word in ("", "kase", "käse", "käse")] == [False, False, True, False]
