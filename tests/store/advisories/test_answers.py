"""Three answers, each with its reason; the right one whatever the lists say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storewarden.core.inventory import Component
from storewarden.core.matched import Answer, Danger, Named, Standing
from storewarden.core.published import (
    Affected,
    Assessment,
    Exploited,
    Likelihood,
    Record,
    Stretch,
)
from storewarden.core.severity import Severity
from storewarden.store.advisories.book import Book, open_book
from storewarden.store.advisories.coverage import Following
from tests.store.advisories.samples import MAGENTO, NOW, component, record, state, until

COSMIC = Record(
    "GHSA-2345-6789-abcd",
    ("CVE-2024-34102",),
    "Improper XML handling",
    Severity.CRITICAL,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    url="https://advisories.example/cosmic",
    affected=(
        Affected(MAGENTO, stretches=(until("2.4.4-p9"), until("2.4.5-p8", "2.4.5"))),
        Affected(MAGENTO, stretches=(until("2.4.6-p6", "2.4.6"), until("2.4.7-p1", "2.4.7"))),
    ),
)
OUT_OF_DATE = "every list that covers composer is out of date: osv:"
AFFECTED = "2.4.7 2.4.6-p5 2.4.6 2.4.5-p7 2.4.5 2.4.4-p8 2.4.4 2.4.3-p3 2.3.7".split()  # noqa: SIM905 - read as a line
MENDED = "2.4.7-p1 2.4.6-p6 2.4.6-p14 2.4.5-p8 2.4.4-p9 2.4.8".split()  # noqa: SIM905 - the same


def one(book: Book, thing: Component, now: datetime = NOW) -> Answer:
    (answer,) = book.match([thing], now)
    return answer


def said(book: Book, purl: str, version: str) -> tuple[Standing, str]:
    answer = one(book, component(purl, version))
    return answer.standing, answer.because


def test_fifteen_versions_of_magento_without_an_error(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    answers = book.match([component(MAGENTO, version) for version in AFFECTED + MENDED], NOW)
    found = [answer.component.version for answer in answers if answer.named]
    assert len(answers) == 15
    assert found == AFFECTED
    assert {answer.standing for answer in answers[len(AFFECTED) :]} == {Standing.NOT_AFFECTED}


def test_the_whole_answer(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    book.replace(
        state("kev"),
        [Exploited("CVE-2024-34102", added=date(2024, 7, 17), due=date(2024, 8, 7), action="Mend")],
    )
    book.replace(state("epss"), [Likelihood("CVE-2024-34102", 0.94, 0.99)])
    book.replace(
        state("ssvc"), [Assessment("CVE-2024-34102", "active", automatable=True, total=True)]
    )
    thing = component(MAGENTO, "2.4.6-p5")
    assert one(book, thing) == Answer(
        thing,
        Standing.AFFECTED,
        "named by GHSA-2345-6789-abcd",
        (
            Named(
                "GHSA-2345-6789-abcd",
                ("CVE-2024-34102",),
                "Improper XML handling",
                Severity.CRITICAL,
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "2.4.6-p6",
                "2.4.6 <= 2.4.6-p5 < 2.4.6-p6",
                ("osv",),
                "https://advisories.example/cosmic",
                danger=Danger(
                    exploited=True,
                    added=date(2024, 7, 17),
                    due=date(2024, 8, 7),
                    action="Mend",
                    likelihood=0.94,
                    percentile=0.99,
                    exploitation="active",
                    automatable=True,
                    total=True,
                ),
            ),
        ),
    )


def test_githubs_name_for_magento_is_magento(book: Book) -> None:
    book.replace(
        state("osv"),
        [record("GHSA-1", "pkg:composer/magento/community-edition", until("2.4.7-p1"))],
    )
    assert said(book, MAGENTO, "2.4.7")[0] is Standing.AFFECTED


@pytest.mark.parametrize(
    ("version", "because"),
    [
        ("dev-main", "'dev-main' names a branch, which has no place in the order of versions"),
        ("2.0.6.0.0", "'2.0.6.0.0' is not a version of Composer"),
        ("1" * 10_000, "a version of more than 256 characters cannot be read"),
        ("", "there is no version"),
    ],
)
def test_an_unreadable_version_is_unknown_and_stops_no_other(
    book: Book, version: str, because: str
) -> None:
    book.replace(state("osv"), [COSMIC])
    odd, fine = book.match([component(MAGENTO, version), component(MAGENTO, "2.4.7")], NOW)
    assert (odd.standing, odd.because, odd.named) == (Standing.UNKNOWN, because, ())
    assert fine.standing is Standing.AFFECTED


def test_what_the_inventory_could_not_read_keeps_its_reason(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    thing = Component(MAGENTO, "", "composer.lock", unreadable="the lock file is cut off")
    assert one(book, thing) == Answer(thing, Standing.UNKNOWN, "the lock file is cut off")


def test_an_advisory_for_every_version_names_an_unreadable_one_too(book: Book) -> None:
    book.replace(state("osv"), [record("GHSA-1", "pkg:npm/evil", Stretch())])
    answer = one(book, component("pkg:npm/evil", "workspace:*"))
    assert [named.why for named in answer.named] == ["every version, workspace:* too"]


def test_nobody_follows_a_list_that_covers_it(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    book.replace(state("kev"), [Exploited("CVE-2024-34102")])
    assert said(book, "pkg:pypi/django", "4.2") == (
        Standing.UNKNOWN,
        "no followed list covers pypi",
    )


def test_a_list_of_one_vendor_clears_that_vendor_alone(book: Book) -> None:
    book.replace(state("drupal"), [record("SA-1", "pkg:composer/drupal/ctools", until("1.2"))])
    assert said(book, "pkg:composer/drupal/token", "1.0") == (
        Standing.NOT_AFFECTED,
        "not named by drupal",
    )
    assert said(book, "pkg:composer/symfony/http-kernel", "5.0")[0] is Standing.UNKNOWN


def test_drupals_modules_are_left_to_a_list_that_names_them(place: Path | str) -> None:
    following = {"packagist": Following(clears=("composer",)), "osv": Following()}
    book = open_book(place, following)
    core, token = "pkg:composer/drupal/core", "pkg:composer/drupal/token"
    others = [record("GHSA-1", MAGENTO, until("2.4.7-p1")), record("GHSA-2", core, until("9.5"))]
    book.replace(state("packagist"), others)
    book.replace(state("osv"), [*others, record("GHSA-3", "pkg:composer/a/b", until("1.0"))])
    nobody = (Standing.UNKNOWN, "no followed list covers composer/drupal")
    assert said(book, token, "8.x-1.5") == nobody
    assert said(book, core, "10.3.0") == nobody
    assert said(book, core, "9.4.0")[0] is Standing.AFFECTED
    assert said(book, "pkg:composer/a/b", "1.0") == (
        Standing.NOT_AFFECTED,
        "not named by osv, packagist",
    )
    ctools = record("SA-CONTRIB-1", "pkg:composer/drupal/ctools", until("1.2"))
    book.replace(state("osv"), [*others, ctools])
    cleared = (Standing.NOT_AFFECTED, "not named by osv")
    assert [said(book, purl, "10.3.0") for purl in (token, core)] == [cleared, cleared]


def test_a_stale_list_still_names_and_clears_nobody(book: Book) -> None:
    book.replace(state("osv", day=1), [COSMIC])
    book.replace(state("kev", day=1), [Exploited("CVE-2024-34102"), Exploited("CVE-2020-1")])
    affected, clean = book.match([component(MAGENTO, v) for v in ("2.4.7", "2.4.8")], NOW)
    assert affected.named[0].danger.exploited is True
    assert (clean.standing, clean.because) == (
        Standing.UNKNOWN,
        f"{OUT_OF_DATE} it is of 2026-06-01, older than 7 days",
    )


def test_a_list_that_was_never_read_clears_nobody(place: Path | str) -> None:
    book = open_book(place, {"osv": Following(clears=("composer",))})
    book.note(replace(state("osv"), fetched=None, trouble="it answered with a web page"))
    assert said(book, MAGENTO, "2.4.8") == (
        Standing.UNKNOWN,
        "every list that covers composer is out of date: osv: it answered with a web page",
    )


def test_a_clock_in_the_past_clears_nobody(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    answer = one(book, component(MAGENTO, "2.4.8"), datetime(2020, 1, 1, tzinfo=UTC))
    assert answer.because == (
        "every list that covers composer is out of date: osv: it is dated 2026-06-15, which is yet"
        " to come: a clock is wrong"
    )


def test_without_a_fresh_list_of_exploited_weaknesses_nothing_is_denied(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    assert one(book, component(MAGENTO, "2.4.7")).named[0].danger.exploited is None
    book.replace(state("kev"), [Exploited("CVE-2020-1")])
    assert one(book, component(MAGENTO, "2.4.7")).named[0].danger.exploited is False


def test_names_of_the_same_thing_are_one_and_related_ones_are_not(book: Book) -> None:
    book.replace(
        state("a"),
        [record("PYSEC-1", "pkg:pypi/a", until("2.0"), aliases=("GHSA-1",))],
    )
    book.replace(
        state("b"),
        [
            record("GHSA-1", "pkg:pypi/a", until("1.9"), aliases=("CVE-1", "PYSEC-1")),
            record("GHSA-2", "pkg:pypi/a", until("3.0")),
            record("SNYK-1", "pkg:pypi/elsewhere", until("3.0"), aliases=("CVE-1", "EUVD-1")),
        ],
    )
    book.replace(state("kev"), [Exploited("EUVD-1")])
    first, second = one(book, component("pkg:pypi/a", "1.0")).named
    assert (first.id, first.aliases) == ("GHSA-1", ("PYSEC-1", "CVE-1"))
    assert (first.fixed_in, first.feeds, first.danger.exploited) == ("1.9", ("a", "b")[::-1], True)
    assert (second.id, second.aliases, second.danger.exploited) == ("GHSA-2", (), False)


def test_a_record_of_several_cves_is_no_bridge_and_as_bad_as_the_worst(book: Book) -> None:
    both = ("CVE-1", "CVE-2")
    book.replace(
        state("osv"),
        [
            record("A-1", "pkg:pypi/a", until("1.2"), aliases=("CVE-1",)),
            record("A-2", "pkg:pypi/a", until("1.3"), aliases=("CVE-2",)),
            record("B-1", "pkg:pypi/a", until("1.4"), aliases=both),
        ],
    )
    book.replace(state("kev"), [Exploited("CVE-2")])
    named = one(book, component("pkg:pypi/a", "1.0")).named
    assert [(one.id, one.aliases, one.fixed_in, one.danger.exploited) for one in named] == [
        ("A-1", ("CVE-1",), "1.2", False),
        ("A-2", ("CVE-2",), "1.3", True),
        ("B-1", both, "1.4", True),
    ]


def test_a_withdrawn_record_names_nobody_and_lends_no_name(book: Book) -> None:
    gone = replace(COSMIC, id="GHSA-0", aliases=("CVE-9", "GHSA-2345-6789-abcd"), withdrawn=True)
    book.replace(state("osv"), [gone])
    book.replace(state("other"), [replace(COSMIC, aliases=())])
    named = one(book, component(MAGENTO, "2.4.7")).named
    assert [(one.id, one.aliases) for one in named] == [("GHSA-2345-6789-abcd", ())]


def test_what_was_mitigated_is_not_affected_and_says_why(book: Book) -> None:
    log4j = "pkg:maven/org.apache.logging.log4j/log4j-core"
    book.replace(state("osv"), [record("GHSA-1", log4j, until("2.15.0", "2.0-beta9"))])
    thing = replace(component(log4j, "2.14.1"), mitigated="JndiLookup was removed")
    assert one(book, thing) == Answer(thing, Standing.NOT_AFFECTED, "JndiLookup was removed")
    assert said(book, log4j, "2.14.1")[0] is Standing.AFFECTED
    assert said(book, log4j, "2.15.0")[0] is Standing.NOT_AFFECTED


def test_what_is_mitigated_for_some_weaknesses_is_affected_by_the_others(book: Book) -> None:
    log4j = "pkg:maven/org.apache.logging.log4j/log4j-core"
    shell = replace(record("GHSA-1", log4j, until("2.15.0", "2.0")), aliases=("CVE-2021-44228",))
    other = replace(record("GHSA-2", log4j, until("2.17.1", "2.0")), aliases=("CVE-2021-44832",))
    book.replace(state("osv"), [shell, other])
    because, names = "JndiLookup was removed", ("CVE-2021-44228", "CVE-2021-45046")
    thing = replace(component(log4j, "2.14.1"), mitigated=because, mitigates=names)
    told = one(book, thing)
    assert (told.standing, [each.id for each in told.named]) == (Standing.AFFECTED, ["GHSA-2"])
    later = replace(thing, version="2.15.0")
    assert [each.id for each in one(book, later).named] == ["GHSA-2"]
    book.replace(state("osv"), [shell])
    assert one(book, thing) == Answer(thing, Standing.NOT_AFFECTED, because)


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("6.4.2", True),
        ("6.4.3-RC1", True),
        ("6.4.3", False),
        ("6.4.3.0", False),
        ("6.4.2.1", False),
    ],
)
def test_wordpress_lists_name_the_last_bad_release(
    book: Book, version: str, *, affected: bool
) -> None:
    run = Stretch("6.4.0", high="6.4.2", high_included=True, fixed_in="6.4.3")
    core = "pkg:wordpress/core/wordpress"
    book.replace(state("wordfence"), [record("WF-1", core, run)])
    assert bool(one(book, component(core, version)).named) is affected


def test_distributions_are_matched_by_release_with_their_own_word(book: Book) -> None:
    ours = "pkg:deb/debian/openssl"
    bookworm = Affected(ours, "debian-12", (until("3.0.11-1~deb12u2"),), statement="minor issue")
    bullseye = Affected(ours, "debian-11", (Stretch(),))
    book.replace(state("debian"), [Record("CVE-1", affected=(bookworm, bullseye))])
    things = [
        replace(component(ours, version), release=release)
        for version, release in (
            ("3.0.11-1~deb12u1", "debian-12"),
            ("3.0.11-1~deb12u2", "debian-12"),
            ("9", "debian-11"),
            ("3.0.0-1", "debian-13"),
            ("3.0.0-1", ""),
        )
    ]
    assert [(a.standing, a.because, [n.why for n in a.named]) for a in book.match(things, NOW)] == [
        (
            Standing.AFFECTED,
            "named by CVE-1",
            ["3.0.11-1~deb12u1 < 3.0.11-1~deb12u2 (minor issue)"],
        ),
        (Standing.NOT_AFFECTED, "not named by debian", []),
        (Standing.AFFECTED, "named by CVE-1", ["every version, 9 too"]),
        (Standing.UNKNOWN, "no followed list covers debian-13", []),
        (Standing.UNKNOWN, "the release of the distribution is not known", []),
    ]


@pytest.mark.parametrize(
    ("oldest", "newest", "standing", "because"),
    [
        ("3.4.0", "3.5.0", Standing.AFFECTED, "named by GHSA-1"),
        ("3.4.0", "3.6.1", Standing.UNKNOWN, "GHSA-1 names only a part of 3.4.0 to 3.6.1"),
        ("3.6.0", "3.6.1", Standing.NOT_AFFECTED, "not named by osv"),
    ],
)
def test_what_is_known_as_a_range_is_affected_only_as_a_whole(
    book: Book, oldest: str, newest: str, standing: Standing, because: str
) -> None:
    book.replace(state("osv"), [record("GHSA-1", "pkg:npm/jquery", until("3.6.0"))])
    answer = one(book, replace(component("pkg:npm/jquery", oldest), newest=newest))
    assert (answer.standing, answer.because) == (standing, because)


def test_a_range_that_cannot_be_read_hides_no_other(book: Book) -> None:
    odd = record("GHSA-1", "pkg:npm/a", until("next week"))
    book.replace(state("osv"), [odd])
    assert said(book, "pkg:npm/a", "1.0.0") == (
        Standing.UNKNOWN,
        "GHSA-1 cannot be judged: 'next week' is not a semantic version",
    )
    book.replace(state("osv"), [odd, record("GHSA-2", "pkg:npm/a", until("2.0.0"))])
    assert said(book, "pkg:npm/a", "1.0.0") == (Standing.AFFECTED, "named by GHSA-2")


def test_versions_named_one_by_one_count_beside_the_ranges(book: Book) -> None:
    part = Affected(
        "pkg:pypi/a", stretches=(until("1.2", "1.0"),), versions=("1.1", "2004d", "3.0")
    )
    book.replace(state("osv"), [Record("PYSEC-1", affected=(part,))])
    answers = book.match([component("pkg:pypi/a", v) for v in ("1.1", "2004d", "3.0", "3.1")], NOW)
    assert [[named.why for named in answer.named] for answer in answers] == [
        ["1.0 <= 1.1 < 1.2"],
        ["2004d is named"],
        ["3.0 is named"],
        [],
    ]


def test_where_ranges_of_one_record_overlap_all_are_left_behind(book: Book) -> None:
    book.replace(state("osv"), [record("GHSA-1", "pkg:npm/a", until("1.2.0"), until("1.10.0"))])
    assert one(book, component("pkg:npm/a", "1.0.0")).named[0].fixed_in == "1.10.0"
    book.replace(state("osv"), [record("GHSA-1", "pkg:npm/a", until("1.2.0"), Stretch())])
    assert one(book, component("pkg:npm/a", "1.0.0")).named[0].fixed_in is None


def test_a_list_that_is_no_longer_followed_says_nothing(place: Path | str) -> None:
    open_book(place).replace(state("old"), [COSMIC])
    book = open_book(place, {"new": Following()})
    assert said(book, MAGENTO, "2.4.7") == (
        Standing.UNKNOWN,
        "no followed list covers composer",
    )


def test_hostile_text_is_kept_as_text(book: Book) -> None:
    evil = "a\0\ud800'; DROP TABLE advisory_record; --\x1b[31m"
    hostile = Record(evil, (evil,), evil, affected=(Affected(evil, evil),))
    book.replace(state("osv"), [hostile, COSMIC])
    odd, fine = book.match([component(evil, evil), component(MAGENTO, "2.4.7")], NOW)
    assert odd.standing is Standing.UNKNOWN
    assert fine.standing is Standing.AFFECTED


def test_no_component_no_answer(book: Book) -> None:
    assert book.match([], NOW) == []


@pytest.mark.parametrize(
    ("purl", "named", "installed"),
    [
        ("pkg:pypi/fern", "1.0", "1.0.0"),
        ("pkg:composer/a/b", "v1.2.0", "1.2"),
        ("pkg:composer/a/b", "1.2.0.0", "v1.2.0"),
        ("pkg:npm/fern", "v1.0.0", "1.0.0+build.7"),
        ("pkg:deb/debian/fern", "1.0-0", "0:1.0"),
        ("pkg:maven/a/b", "1.0", "1.0"),
    ],
)
def test_a_version_named_alone_counts_however_it_is_written(
    book: Book, purl: str, named: str, installed: str
) -> None:
    part = Affected(purl, versions=(named, "odd one"))
    book.replace(state("osv"), [Record("FERN-1", affected=(part,))])
    assert said(book, purl, installed) == (Standing.AFFECTED, "named by FERN-1")
    assert said(book, purl, "odd one")[0] is Standing.AFFECTED
    assert said(book, purl, "1.0.1")[0] is not Standing.AFFECTED


@pytest.mark.parametrize(
    ("installed", "why"),
    [
        ("4.0.0-beta1", "4.0.0-dev <= 4.0.0-beta1 < 4.1.0"),
        ("4.0.0", "4.0.0 <= 4.0.0 < 4.1.0"),
        ("4.0.7", "4.0.0 <= 4.0.7 < 4.1.0"),
    ],
)
def test_previews_show_only_where_they_count(book: Book, installed: str, why: str) -> None:
    book.replace(state("osv"), [record("FERN-1", "pkg:composer/a/b", until("4.1.0", "4.0.0-dev"))])
    (named,) = one(book, component("pkg:composer/a/b", installed)).named
    assert (named.why, named.fixed_in) == (why, "4.1.0")


@pytest.mark.parametrize(
    ("spans", "fix"),
    [
        ([until("1.5"), until("2.1", "1.4")], "2.1"),
        ([until("1.5"), until("2.1", "1.5"), until("3.0", "2.1")], "3.0"),
        ([until("1.5"), Stretch("1.5")], None),
        ([until("1.5"), until("2.1", "2.0")], "1.5"),
        ([until("1.5"), Stretch("1.5", high="2.0", high_included=True, fixed_in="2.0.1")], "2.0.1"),
    ],
)
def test_a_fix_that_is_named_again_mends_nothing(
    book: Book, spans: list[Stretch], fix: str | None
) -> None:
    book.replace(state("osv"), [record("FERN-1", "pkg:composer/a/b", *spans)])
    (named,) = one(book, component("pkg:composer/a/b", "1.0")).named
    assert named.fixed_in == fix


def test_a_likelihood_of_nothing_is_known_all_the_same(book: Book) -> None:
    book.replace(state("osv"), [COSMIC])
    book.replace(state("epss"), [Likelihood("CVE-2024-34102", 0.0, 0.0)])
    (named,) = one(book, component(MAGENTO, "2.4.6-p5")).named
    assert (named.danger.likelihood, named.danger.percentile) == (0.0, 0.0)
