"""Every check keeps the promises of the house, whoever adds it: no check is listed here."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from storewarden import bootstrap
from storewarden.bootstrap import installed
from storewarden.core.checks import Fact, InstalledCheck
from storewarden.core.verdicts import Outcome, Severity, Verdict

CHECKS = installed.installed_checks()
HOME = Path(bootstrap.__file__).parent.parent


def cases(check: InstalledCheck) -> Iterator[Path]:
    folder = HOME / "steps" / check.step.value / "checks" / check.id / "cases"
    return iter(sorted(folder.glob("*.toml")))


def severity(kind: type, value: object) -> object:
    if kind is Severity:
        return Severity[str(value).upper()]
    if kind is timedelta:
        return timedelta(seconds=float(str(value)))
    raise NotImplementedError(kind)


def facts_of(check: InstalledCheck, case: dict[str, object]) -> list[Fact]:
    wanted = list[check.declared.asks]  # type: ignore[name-defined]  # a type only known here
    return msgspec.convert(case.get("facts", []), wanted, dec_hook=severity)


def verdicts_of(case: dict[str, object]) -> list[Verdict]:
    said = []
    for line in case.get("verdicts", []):  # type: ignore[attr-defined]  # TOML is untyped
        grade = line.pop("severity", None)
        verdict = msgspec.convert(line, Verdict)
        said.append(
            verdict if grade is None else replace(verdict, severity=Severity[grade.upper()])
        )
    return said


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_a_question_a_reason_and_a_remedy(check: InstalledCheck) -> None:
    assert check.question.endswith("?")
    assert "*Why it matters.*" in check.page
    assert "*How to put it right.*" in check.page
    assert check.id.isidentifier()
    assert check.id == check.id.lower()


def test_ids_are_unique_in_the_whole_house() -> None:
    ids = [check.id for check in CHECKS]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_word_for_word_what_its_cases_expect(check: InstalledCheck) -> None:
    for path in cases(check):
        case = tomllib.loads(path.read_text("utf-8"))
        said = list(check.declared.judge(facts_of(check, case)))
        assert said == verdicts_of(case), path.name


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_shows_a_good_and_a_bad_day(check: InstalledCheck) -> None:
    seen = {
        verdict.outcome
        for path in cases(check)
        for verdict in verdicts_of(tomllib.loads(path.read_text("utf-8")))
    }
    assert {Outcome.GOOD, Outcome.BAD} <= seen


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_subjects_are_unique_within_one_case(check: InstalledCheck) -> None:
    for path in cases(check):
        subjects = [v.subject for v in verdicts_of(tomllib.loads(path.read_text("utf-8")))]
        assert sorted(set(subjects)) == sorted(subjects), path.name


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_facts_that_a_check_asks_for_are_gathered_by_somebody(check: InstalledCheck) -> None:
    gathered = {fact for c in installed.installed_connectors() for fact in c.declared.gives}
    assert check.declared.asks in gathered


def test_nothing_is_gathered_for_nobody() -> None:
    asked = {check.declared.asks for check in CHECKS}
    for connector in installed.installed_connectors():
        assert set(connector.declared.gives) <= asked, connector.id
