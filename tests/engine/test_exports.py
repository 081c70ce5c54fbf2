"""The same findings as JSON, SARIF, OCSF and CSV: whole values, and nothing that harms a reader."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storewarden import __version__
from storewarden.core.estate import KeyRing, LogSource, TableMap
from storewarden.core.findings import Finding, Standing, State
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity
from storewarden.engine.exports import EXPORTS
from storewarden.engine.exports.as_ocsf import Class, class_of
from storewarden.engine.report import Report
from storewarden.engine.scoreboard import scoreboard
from tests.engine.estates import CMS, DAY, DOORS, NOON, SHOP, estate
from tests.engine.test_reconcile import a_finding

HOSTILE = "\x1b]0;owned\x07\u202egnp.exe\n=cmd()"
FOG = Standing("open_door", Step.EXPOSURE, "cms", "everything", Outcome.UNKNOWN, "fog", NOON)


def report(*findings: Finding) -> Report:
    ours = estate(SHOP, CMS)
    board = scoreboard(ours, [DOORS], findings, [FOG])
    return Report(ours, NOON + DAY, board, findings, [FOG], {"open_door": DOORS})


def exported(form: str, *findings: Finding) -> str:
    return EXPORTS[form](report(*findings))


def test_json_is_what_its_page_promises() -> None:
    told = json.loads(exported("json", a_finding()))
    step = told["steps"][2]
    assert [one["id"] for one in told["steps"]] == [step.key for step in Step]
    assert step == {
        "id": "exposure",
        "label": "2 Exposure",
        "good": 0,
        "bad": 1,
        "unknown": 1,
        "set_aside": 0,
        "responsible": "Web team",
        "worst": a_finding().id,
        "worst_severity": "high",
        "next_deadline": "2026-06-18",
        "because": "fog",
    }
    assert {name: told[name] for name in told if name != "steps"} == {
        "schema_version": 1,
        "estate": "Lab",
        "at": "2026-06-16T12:00:00+00:00",
        "findings": [
            {
                "id": a_finding().id,
                "check": "open_door",
                "step": "exposure",
                "asset": "shop",
                "subject": "front",
                "severity": "high",
                "state": "new",
                "owner": "ben",
                "owner_name": "Ben Osei",
                "read_by": "2026-06-18",
                "fix_by": "2026-06-29",
                "said": "front stands open",
                "evidence": ["looked at it"],
                "first_seen": "2026-06-15T12:00:00+00:00",
                "last_seen": "2026-06-15T12:00:00+00:00",
                "acknowledged_by": None,
                "reason": None,
                "until": None,
                "dated_by": None,
                "weaknesses": [],
            }
        ],
        "unknown": [
            {
                "check": "open_door",
                "step": "exposure",
                "asset": "cms",
                "subject": "everything",
                "said": "fog",
            }
        ],
        "first": [a_finding().id],
        "unwatched": [],
    }


def test_sarif_is_one_run_with_rules_results_and_what_is_unknown() -> None:
    log = json.loads(exported("sarif", a_finding()))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("Storewarden", __version__)
    assert driver["rules"] == [
        {
            "id": "open_door",
            "name": "OpenDoor",
            "shortDescription": {"text": "Is every door locked?"},
            "fullDescription": {"text": "Is every door locked?"},
            "help": {"text": DOORS.page, "markdown": DOORS.page},
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": ["security", "exposure"], "security-severity": "8.0"},
        }
    ]
    assert run["results"] == [
        {
            "ruleId": "open_door",
            "kind": "fail",
            "level": "error",
            "message": {"text": "front stands open\nlooked at it"},
            "locations": [
                {
                    "logicalLocations": [
                        {"name": "front", "fullyQualifiedName": "shop/front", "kind": "resource"}
                    ]
                }
            ],
            "partialFingerprints": {"storewardenFinding/v1": a_finding().id},
            "properties": {
                "asset": "shop",
                "step": "exposure",
                "severity": "high",
                "security-severity": "8.0",
                "state": "new",
                "owner": "ben",
                "readBy": "2026-06-18",
                "fixBy": "2026-06-29",
            },
            "ruleIndex": 0,
        }
    ]
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "endTimeUtc": "2026-06-16T12:00:00Z",
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "unknown: cms, everything: fog"},
                    "associatedRule": {"id": "open_door"},
                }
            ],
        }
    ]


def test_ocsf_is_one_event_a_line_with_the_owner_as_assignee() -> None:
    (line,) = exported("ocsf", a_finding()).splitlines()
    assert json.loads(line) == {
        "activity_id": 2,
        "activity_name": "Update",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2006,
        "type_uid": 200602,
        "time": 1781524800000,
        "severity_id": 4,
        "severity": "High",
        "status_id": 1,
        "status": "New",
        "message": "front stands open",
        "metadata": {
            "version": "1.6.0",
            "product": {
                "name": "Storewarden",
                "vendor_name": "Storewarden",
                "version": __version__,
            },
            "profiles": ["incident"],
        },
        "finding_info": {
            "uid": a_finding().id,
            "title": "open_door: shop, front",
            "desc": "front stands open\nlooked at it",
            "types": ["exposure"],
            "first_seen_time": 1781524800000,
            "last_seen_time": 1781524800000,
            "analytic": {"type_id": 1, "type": "Rule", "uid": "open_door", "name": "open_door"},
        },
        "resources": [{"uid": "shop", "name": "shop", "type": "site"}],
        "assignee": {"uid": "ben", "name": "Ben Osei"},
    }


@pytest.mark.parametrize(
    ("step", "kind", "said", "sort"),
    [
        (Step.BASELINE, "site", "", Class.COMPLIANCE),
        (Step.CUSTOMER_DATA, "database", "", Class.DATA_SECURITY),
        (Step.ADVISORIES, "code", "pillow: GHSA-8vj2-vxx3-667w", Class.VULNERABILITY),
        (Step.ADVISORIES, "code", "salt: cve-2020-11651", Class.VULNERABILITY),
        (Step.ADVISORIES, "feed", "the list is old", Class.COMPLIANCE),
        (Step.PENTEST, "site", "", Class.POSTURE),
        (Step.SUPPLIERS, "keys", "", Class.IAM_ANALYSIS),
        (Step.SUPPLIERS, "supplier", "", Class.COMPLIANCE),
        (Step.PAYMENTS, "payment", "", Class.COMPLIANCE),
        (Step.LOGS, "log", "", Class.DETECTION),
        (Step.LOGS, "site", "", Class.COMPLIANCE),
        (Step.BRIDGES, "integration", "", Class.COMPLIANCE),
    ],
)
def test_the_class_follows_from_what_a_finding_is_about(
    step: Step, kind: str, said: str, sort: Class
) -> None:
    assert class_of(a_finding(step=step, said=said), kind) is sort


def details(finding: Finding) -> dict[str, object]:
    event: dict[str, object] = json.loads(exported("ocsf", finding))
    return {
        name: event[name]
        for name in ("compliance", "vulnerabilities", "application", "identity_activity_metrics")
        if name in event
    }


def test_each_class_has_what_it_must_have() -> None:
    failed = {
        "standards": ["Storewarden"],
        "control": "open_door",
        "status_id": 3,
        "status": "Fail",
        "status_detail": "front stands open",
    }
    assert details(a_finding(step=Step.BASELINE)) == {"compliance": failed}
    assert details(a_finding(step=Step.PENTEST)) == {
        "compliance": failed,
        "application": {"uid": "shop", "name": "shop"},
    }
    words = "cve-2020-11651 and GHSA-8vj2-vxx3-667w"
    assert details(a_finding(step=Step.ADVISORIES, said=words)) == {
        "vulnerabilities": [
            {"cve": {"uid": "CVE-2020-11651"}, "title": "front", "desc": words},
            {"advisory": {"uid": "GHSA-8vj2-vxx3-667w"}, "title": "front", "desc": words},
        ]
    }
    ring = KeyRing("ring", TableMap("shop_db", "keys"))
    ours = replace(report(a_finding(step=Step.SUPPLIERS, asset="ring")), estate=estate(ring))
    assert json.loads(EXPORTS["ocsf"](ours))["identity_activity_metrics"] == {
        "credential_uid": "front"
    }


def test_ocsf_tells_the_life_of_a_finding() -> None:
    seen = [a_finding(state=state) for state in State]
    lines = exported("ocsf", *seen).splitlines()
    assert [json.loads(line)["status"] for line in lines] == [
        "New",
        "In Progress",
        "Resolved",
        "New",
        "Suppressed",
        "Suppressed",
    ]
    fresh = a_finding(first_seen=NOON + DAY)
    assert json.loads(exported("ocsf", fresh))["activity_name"] == "Create"


def test_a_log_source_is_told_as_detection() -> None:
    ours = estate(LogSource("access", Path("access.log")))
    told = replace(report(a_finding(asset="access", step=Step.LOGS)), estate=ours)
    assert json.loads(EXPORTS["ocsf"](told))["class_uid"] == 2004


def test_csv_has_a_line_a_finding_and_no_formulas() -> None:
    hostile = a_finding(said=HOSTILE, subject="=1+1", state=State.ACCEPTED, reason="@so")
    text = exported("csv", a_finding(), replace(hostile, until=date(2026, 7, 1)))
    plain, odd = csv.DictReader(io.StringIO(text))
    assert plain["said"] == "front stands open"
    assert plain["fix_by"] == "2026-06-29"
    assert odd["subject"] == "'=1+1"
    assert odd["reason"] == "'@so"
    assert odd["until"] == "2026-07-01"
    assert odd["said"] == "\\x1b]0;owned\\x07\\u202egnp.exe\\n=cmd()"


@pytest.mark.parametrize("form", sorted(EXPORTS))
def test_hostile_words_cannot_move_the_terminal(form: str) -> None:
    odd = a_finding(said=HOSTILE, subject=HOSTILE, evidence=(HOSTILE,), severity=Severity.LOW)
    text = exported(form, odd)
    assert all(sign == "\n" or sign.isprintable() for sign in text)
    assert "\u202e" not in text


@pytest.mark.parametrize("form", ["json", "sarif", "ocsf", "csv"])
def test_a_day_without_findings_is_well_formed(form: str) -> None:
    text = exported(form)
    if form in {"json", "sarif"}:
        assert isinstance(json.loads(text), dict)
    else:
        assert "\n" not in text


def test_the_page_about_the_json_names_every_key() -> None:
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    told = json.loads(exported("json", a_finding()))
    assert list(example) == list(told)
    for name in ("steps", "findings", "unknown"):
        assert list(example[name][0]) == list(told[name][0])
