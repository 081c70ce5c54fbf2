"""What the lists know of a weakness, in words for people."""

from dataclasses import replace
from datetime import date

from storewarden.core.deadlines import Dated
from storewarden.core.findings import Finding
from storewarden.core.matched import Danger, Named
from storewarden.core.verdicts import Severity
from storewarden.engine.remedies import dangers, remedies
from tests.engine.reading.test_letters import FINDING

KNOWN = Named(
    "CVE-2026-1",
    remedy="Switch the export off.",
    danger=Danger(
        exploited=True,
        added=date(2026, 11, 27),
        due=date(2026, 12, 4),
        ransomware=True,
        likelihood=0.94312,
        percentile=0.9987,
    ),
)


def about(*named: Named, **more: object) -> Finding:
    return replace(FINDING, named=named, dated=None, **more)  # type: ignore[arg-type]  # fields by name


def test_what_is_known_is_said_and_what_is_not_known_is_not() -> None:
    assert dangers(about(KNOWN, Named("CVE-2026-2"))) == (
        (
            "CVE-2026-1: thieves use it (listed on 2026-11-27), ransomware uses it, to be fixed by"
            " 2026-12-04, says the list, likelihood of use within 30 days 94.3% (EPSS), higher than"
            " 99.9% of all."
        ),
    )
    poc = Named("CVE-2026-3", danger=Danger(exploitation="poc", likelihood=0.001))
    assert dangers(about(poc)) == (
        ("CVE-2026-3: a way to use it is published, likelihood of use within 30 days 0.1% (EPSS)."),
    )


def test_without_a_fixed_version_the_way_round_is_told() -> None:
    assert remedies(about(KNOWN)) == ("CVE-2026-1: Switch the export off.",)
    assert remedies(about(Named("CVE-2026-2"))) == (
        "CVE-2026-2: no fixed version is published yet; switch it off or shield it.",
    )


def order(*findings: Finding) -> list[str]:
    return [one.id for one in sorted(findings, key=Finding.urgency)]


def row(days: int | None) -> Dated:
    return Dated("row", "words", days)


def test_the_band_goes_before_the_severity_and_inside_it_use_likelihood_and_severity() -> None:
    def one(name: str, grade: Severity, days: int | None, **danger: object) -> Finding:
        known = replace(Danger(), **danger)  # type: ignore[arg-type]  # fields by name
        named = (Named("CVE-1", danger=known),)
        return replace(about(*named), id=name, severity=grade, dated=row(days))

    assert order(
        one("g", Severity.CRITICAL, None),
        one("f", Severity.CRITICAL, 60),
        one("e", Severity.LOW, 14),
        one("d", Severity.HIGH, 14),
        one("c", Severity.LOW, 14, likelihood=0.5),
        one("b", Severity.LOW, 14, ransomware=True),
        one("a", Severity.LOW, 3),
    ) == ["a", "b", "c", "d", "e", "f", "g"]
    plain = replace(about(), id="p", severity=Severity.HIGH)
    assert order(one("f", Severity.CRITICAL, 60), plain) == ["p", "f"]
