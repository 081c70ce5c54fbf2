"""Which row sets the date, and in which words."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.core.deadlines import Dated, DeadlineRule
from storewarden.core.estate import Asset, CodeTree, Estate, Host, OwnerRule, Site
from storewarden.core.matched import Named
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.deadlines import dated, directive, strictest
from storewarden.engine.route import Matter, route
from tests.engine.deadlines.weaknesses import CLICK, WORM, weakness

TODAY = date(2026, 11, 27)
INSIDE = CodeTree("inside", Path("x"), exposed=False)
OUTSIDE = CodeTree("outside", Path("x"), exposed=True)

# CISA BOD 26-04, table 1: row, in KEV, exposed, automatable, total, days, forensic triage
TABLE = [
    (0, False, False, False, False, None, False),
    (1, True, False, False, False, 14, False),
    (2, False, True, False, False, 60, False),
    (3, False, False, True, False, 60, False),
    (4, False, False, False, True, None, False),
    (5, True, True, False, False, 14, False),
    (6, True, False, True, False, 14, False),
    (7, False, True, True, False, 14, False),
    (8, True, False, False, True, 14, False),
    (9, False, True, False, True, 14, False),
    (10, False, False, True, True, 60, False),
    (11, True, True, True, False, 3, False),
    (12, True, True, False, True, 3, True),
    (13, True, False, True, True, 3, True),
    (14, False, True, True, True, 3, False),
    (15, True, True, True, True, 3, True),
]


def estate(*assets: Asset, **more: object) -> Estate:
    return Estate("Test", "ada", Path(), assets=assets, **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"row {row[0]}")
def test_every_row_of_the_directive_sets_its_date(
    row: tuple[int, bool, bool, bool, bool, int | None, bool],
) -> None:
    number, exploited, exposed, automatable, total, days, forensic = row
    one = weakness(exploited=exploited, automatable=automatable, total=total)
    asset = "outside" if exposed else "inside"
    got = dated(estate(INSIDE, OUTSIDE), asset, one)
    assert (got.row, got.days, got.forensic) == (f"BOD 26-04 row {number}", days, forensic)


def test_the_table_has_each_combination_once() -> None:
    rows = directive()
    chosen = {(row.exploited, row.exposed, row.automatable, row.total) for row in rows}
    assert len(rows) == len(chosen) == 16
    assert all(None not in one for one in chosen)


def test_a_finding_says_which_row_and_where_each_answer_is_from() -> None:
    got = dated(estate(OUTSIDE), "outside", weakness(WORM, exploited=True))
    assert got == Dated(
        row="BOD 26-04 row 15",
        words=(
            "BOD 26-04 row 15: within 3 days, and look whether somebody was there; CVE-2026-0001"
            " is exploited (a followed list names it), exposed (so says the estate file),"
            " automatable (from its CVSS vector), of total impact (from its CVSS vector)"
        ),
        days=3,
        forensic=True,
    )


def test_what_nobody_tells_takes_the_stricter_value() -> None:
    got = dated(estate(Host("web1")), "web1", weakness(exploited=None))
    assert got.row == "BOD 26-04 row 14"
    assert got.words == (
        "BOD 26-04 row 14: within 3 days; CVE-2026-0001 is not known to be exploited (no fresh"
        " list could be asked), exposed (the estate file does not say, so the stricter counts),"
        " automatable (neither a feed nor a CVSS vector tells, so the stricter counts), of total"
        " impact (neither a feed nor a CVSS vector tells, so the stricter counts)"
    )


def test_the_feeds_word_counts_before_the_vector() -> None:
    told = weakness(WORM, automatable=False, total=False)
    assert dated(estate(INSIDE), "inside", told).row == "BOD 26-04 row 0"
    assert dated(estate(INSIDE), "inside", weakness(WORM)).row == "BOD 26-04 row 10"


def test_ssvc_active_counts_as_exploited() -> None:
    told = weakness(CLICK, exploitation="active")
    assert dated(estate(INSIDE), "inside", told).row == "BOD 26-04 row 1"


@pytest.mark.parametrize(
    ("site", "exposed"),
    [
        (Site("s", "https://shop.example"), True),
        (Site("s", "https://93.184.216.34"), True),
        (Site("s", "https://shop.example", exposed=False), False),
        (Site("s", "http://127.0.0.1:8000"), False),
        (Site("s", "http://127.0.0.1:8000", exposed=True), True),
        (Site("s", "http://10.0.0.7"), False),
        (Site("s", "http://[fd00::1]:80"), False),
        (Site("s", "https://shop.internal."), False),
        (Site("s", "https://STAGING.shop.LAN"), False),
        (Site("s", "https://vpn.shop.example"), False),
    ],
)
def test_a_sites_address_says_whether_it_is_exposed(site: Site, exposed: bool) -> None:  # noqa: FBT001 - a case
    where = estate(site, private_hosts=("vpn.shop.example",))
    got = dated(where, "s", weakness(automatable=False, total=False))
    assert got.days == (60 if exposed else None)


def test_an_asset_that_is_gone_counts_as_exposed() -> None:
    assert dated(estate(), "gone", weakness(CLICK)).row == "BOD 26-04 row 2"


OWN = (
    DeadlineRule("ours: ransomware", ransomware=True, days=1, forensic=True),
    DeadlineRule("ours: likely", likelihood=0.5, days=7, read_days=2),
    DeadlineRule("ours: inside", exposed=False, days=30),
)


@pytest.mark.parametrize(
    ("one", "asset", "row"),
    [
        (weakness(CLICK, ransomware=True), "inside", "ours: ransomware"),
        (weakness(CLICK, likelihood=0.5), "outside", "ours: likely"),
        (weakness(CLICK, likelihood=0.49), "inside", "ours: inside"),
        (weakness(CLICK, likelihood=0.49), "outside", "BOD 26-04 row 2"),
    ],
)
def test_own_rows_are_asked_first_and_the_first_that_fits_counts(
    one: Named, asset: str, row: str
) -> None:
    assert dated(estate(INSIDE, OUTSIDE, deadlines=OWN), asset, one).row == row


@pytest.mark.parametrize(
    ("days", "read"),
    [(1, 1), (3, 1), (4, 3), (14, 3), (15, 7), (60, 7), (61, 14), (None, 14)],
)
def test_who_must_fix_sooner_must_read_sooner(days: int | None, read: int) -> None:
    own = (DeadlineRule("ours", days=days),)
    told = strictest(estate(OUTSIDE, deadlines=own), "outside", [weakness(CLICK)])
    assert told is not None
    assert told[1] == read


def test_an_own_row_may_say_by_when_it_is_read() -> None:
    told = strictest(estate(OUTSIDE, deadlines=OWN), "outside", [weakness(CLICK, likelihood=0.9)])
    assert told is not None
    assert (told[0].row, told[1]) == ("ours: likely", 2)


def test_without_a_weakness_there_is_no_date() -> None:
    assert strictest(estate(OUTSIDE), "outside", []) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "ours: within 1 day; "),
        (2, "ours: within 2 days; "),
        (None, "ours: with the next upgrade, within 1 day; "),
    ],
)
def test_the_words_say_how_long(days: int | None, words: str) -> None:
    own = (DeadlineRule("ours", days=days),)
    got = dated(estate(OUTSIDE, deadlines=own, next_upgrade_days=1), "outside", weakness(CLICK))
    assert got.words.startswith(words)


def matter(*named: Named, asset: str = "outside") -> Matter:
    return Matter(Step.ADVISORIES, asset, Severity.CRITICAL, named)


def test_the_strictest_of_several_weaknesses_sets_the_dates() -> None:
    mild, grave = weakness(CLICK), weakness(WORM, name="CVE-2026-0002")
    way = route(estate(OUTSIDE), matter(mild, grave), TODAY)
    assert way.dated is not None
    assert (way.dated.row, way.fix_by) == ("BOD 26-04 row 14", TODAY + timedelta(days=3))
    assert way.read_by == TODAY + timedelta(days=1)


def test_severity_does_not_shorten_what_the_table_allows() -> None:
    way = route(estate(OUTSIDE), matter(weakness(CLICK)), TODAY)
    assert (way.read_by, way.fix_by) == (TODAY + timedelta(days=7), TODAY + timedelta(days=60))


def test_the_next_upgrade_has_a_day_too() -> None:
    low = weakness(CLICK)
    near = estate(INSIDE, next_upgrade_days=20)
    assert route(estate(INSIDE), matter(low, asset="inside"), TODAY).fix_by == date(2027, 2, 25)
    assert route(near, matter(low, asset="inside"), TODAY).fix_by == date(2026, 12, 17)


@pytest.mark.parametrize(
    ("rule", "read", "fix", "words"),
    [
        (OwnerRule(fix_days=2, read_days=0), 0, 2, "; a rule of the estate file is sooner"),
        (OwnerRule(fix_days=200, read_days=90), 7, 60, ""),
    ],
)
def test_a_rule_brings_the_date_forward_and_never_puts_it_off(
    rule: OwnerRule, read: int, fix: int, words: str
) -> None:
    way = route(estate(OUTSIDE, rules=(rule,)), matter(weakness(CLICK)), TODAY)
    plain = dated(estate(OUTSIDE), "outside", weakness(CLICK)).words
    assert way.dated is not None
    assert (way.read_by, way.fix_by, way.dated.words) == (
        TODAY + timedelta(days=read),
        TODAY + timedelta(days=fix),
        plain + words,
    )


@pytest.mark.parametrize(
    ("due", "fix"),
    [
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1)),
        (TODAY, TODAY),
        (TODAY - timedelta(days=1), TODAY + timedelta(days=3)),
        (TODAY + timedelta(days=9), TODAY + timedelta(days=3)),
    ],
)
def test_the_lists_own_date_counts_when_it_is_sooner_and_to_come(due: date, fix: date) -> None:
    way = route(estate(OUTSIDE), matter(weakness(WORM, exploited=True, due=due)), TODAY)
    assert way.fix_by == fix
    assert way.read_by <= way.fix_by


@given(some.text(max_size=60), some.sampled_from([None, True, False]))
def test_no_vector_breaks_the_dating(vector: str, told: bool | None) -> None:  # noqa: FBT001 - a case
    got = dated(estate(INSIDE), "inside", weakness(vector, automatable=told))
    assert got.row.startswith("BOD 26-04 row ")


@given(some.tuples(*[some.booleans()] * 4), some.integers(0, 3))
def test_a_worse_answer_never_gives_more_time(answers: tuple[bool, ...], worse: int) -> None:
    rows: dict[tuple[bool | None, ...], int] = {
        (r.exploited, r.exposed, r.automatable, r.total): r.days or 10**6 for r in directive()
    }
    graver = tuple(True if at == worse else one for at, one in enumerate(answers))
    assert rows[graver] <= rows[answers]
