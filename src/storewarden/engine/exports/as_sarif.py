"""SARIF 2.1.0 (OASIS standard, 27 March 2020), as code hosts and security dashboards read it."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from storewarden import __version__
from storewarden.core.checks import InstalledCheck
from storewarden.core.findings import Finding, Standing
from storewarden.core.verdicts import Severity
from storewarden.engine.report import Report

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = MappingProxyType(
    {
        Severity.CRITICAL: "error",
        Severity.HIGH: "error",
        Severity.MEDIUM: "warning",
        Severity.LOW: "note",
        Severity.INFO: "note",
    }
)
_SCORES: Final = MappingProxyType(
    {
        Severity.CRITICAL: "9.5",
        Severity.HIGH: "8.0",
        Severity.MEDIUM: "5.5",
        Severity.LOW: "3.0",
        Severity.INFO: "0.0",
    }
)
"""The middle of the bands that code hosts draw for the property ``security-severity``."""


def as_sarif(report: Report) -> str:
    """Write the report as one SARIF log with one run.

    Findings are results of the kind ``fail``. What could not be judged is told as a notification
    of the run: a result of the kind ``open`` would be shown as a finding by most readers.
    """
    rules = list(report.checks.values())
    driver = {
        "name": "Storewarden",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": "https://pypi.org/project/storewarden/",
        "rules": [_rule(check) for check in rules],
    }
    places = {check.id: number for number, check in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(check: InstalledCheck) -> Mapping[str, object]:
    severity = check.declared.severity
    tags = list(dict.fromkeys(("security", check.step.key, *check.declared.standards)))
    return {
        "id": check.id,
        "name": "".join(part.capitalize() for part in check.id.split("_")),
        "shortDescription": {"text": check.question},
        "fullDescription": {"text": check.question},
        "help": {"text": check.page.strip(), "markdown": check.page.strip()},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": tags, "security-severity": _SCORES[severity]},
    }


def _result(finding: Finding, places: Mapping[str, int]) -> Mapping[str, object]:
    name = f"{finding.asset}/{finding.subject}"
    place = {"name": finding.subject, "fullyQualifiedName": name, "kind": "resource"}
    result: dict[str, object] = {
        "ruleId": finding.check,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join((finding.said, *finding.evidence))},
        "locations": [{"logicalLocations": [place]}],
        "partialFingerprints": {"storewardenFinding/v1": finding.id},
        "properties": _properties(finding),
    }
    if finding.check in places:
        result["ruleIndex"] = places[finding.check]
    return result


def _properties(finding: Finding) -> Mapping[str, object]:
    return {
        "asset": finding.asset,
        "step": finding.step.key,
        "severity": finding.severity.word,
        "security-severity": _SCORES[finding.severity],
        "state": finding.state.value,
        "owner": finding.owner,
        "readBy": finding.read_by.isoformat(),
        "fixBy": finding.fix_by.isoformat(),
    }


def _invocation(report: Report) -> Mapping[str, object]:
    notes: Sequence[Mapping[str, object]] = [_note(said) for said in report.unknown]
    return {
        "executionSuccessful": not report.saw_nothing(),
        "endTimeUtc": report.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": notes,
    }


def _note(said: Standing) -> Mapping[str, object]:
    return {
        "level": "warning",
        "message": {"text": f"unknown: {said.asset}, {said.subject}: {said.said}"},
        "associatedRule": {"id": said.check},
    }
