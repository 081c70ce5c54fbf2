"""OCSF findings (Open Cybersecurity Schema Framework 1.6), one JSON object a line.

The class follows from what a finding is about:

========================================================  =====  ==============================
what                                                      class  name
========================================================  =====  ==============================
a component that a published vulnerability names           2002  Vulnerability Finding
a setting, paper or duty that is not as it should be       2003  Compliance Finding
something seen happening in a log                          2004  Detection Finding
data where it should not be, or open to strangers          2006  Data Security Finding
a weakness of a site that an attack found                  2007  Application Security Posture
a key with more rights than it needs                       2008  IAM Analysis Finding
========================================================  =====  ==============================

Each carries the profile ``incident``, so that the owner is its assignee.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from storewarden import __version__
from storewarden.core.findings import Finding, State
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.report import Report
from storewarden.engine.scoreboard import name_of

Fields: TypeAlias = Mapping[str, object]


class Class(IntEnum):
    """The classes of the category Findings that we use."""

    VULNERABILITY = 2002
    COMPLIANCE = 2003
    DETECTION = 2004
    DATA_SECURITY = 2006
    POSTURE = 2007
    IAM_ANALYSIS = 2008


_FINDINGS: Final = 2
_BY_STEP: Final = MappingProxyType(
    {
        Step.BASELINE: Class.COMPLIANCE,
        Step.CUSTOMER_DATA: Class.DATA_SECURITY,
        Step.EXPOSURE: Class.DATA_SECURITY,
        Step.ADVISORIES: Class.COMPLIANCE,
        Step.PENTEST: Class.POSTURE,
        Step.SUPPLIERS: Class.COMPLIANCE,
        Step.PAYMENTS: Class.COMPLIANCE,
        Step.LOGS: Class.COMPLIANCE,
        Step.BRIDGES: Class.COMPLIANCE,
    }
)
_BY_KIND: Final = MappingProxyType(
    {(Step.LOGS, "log"): Class.DETECTION, (Step.SUPPLIERS, "keys"): Class.IAM_ANALYSIS}
)
_ADVISORY: Final = re.compile(
    r"\b(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+)\b", re.IGNORECASE
)
_STATES: Final = MappingProxyType(
    {
        State.NEW: (1, "New"),
        State.REGRESSED: (1, "New"),
        State.ACKNOWLEDGED: (2, "In Progress"),
        State.ACCEPTED: (3, "Suppressed"),
        State.FALSE_ALARM: (3, "Suppressed"),
        State.FIXED: (4, "Resolved"),
    }
)
_SEVERITIES: Final = MappingProxyType(
    {
        Severity.INFO: (1, "Informational"),
        Severity.LOW: (2, "Low"),
        Severity.MEDIUM: (3, "Medium"),
        Severity.HIGH: (4, "High"),
        Severity.CRITICAL: (5, "Critical"),
    }
)


def as_ocsf(report: Report) -> str:
    """Write one event a finding, one a line; empty when there is none."""
    return "\n".join(json.dumps(_event(finding, report)) for finding in report.findings)


def class_of(finding: Finding, kind: str) -> Class:
    """Choose the class of a finding on an asset of that kind."""
    if finding.step is Step.ADVISORIES and _advisories(finding):
        return Class.VULNERABILITY
    return _BY_KIND.get((finding.step, kind), _BY_STEP[finding.step])


def _event(finding: Finding, report: Report) -> Fields:
    thing = report.estate.asset(finding.asset)
    kind = "estate" if thing is None else thing.kind
    sort = class_of(finding, kind)
    return {
        **_frame(finding, sort, report.at),
        "finding_info": _info(finding),
        "resources": [{"uid": finding.asset, "name": finding.asset, "type": kind}],
        "assignee": {
            "uid": finding.owner,
            "name": name_of(report.estate, finding.owner),
        },
        **_DETAILS[sort](finding, report),
    }


def _frame(finding: Finding, sort: Class, at: datetime) -> Fields:
    activity, name = (1, "Create") if finding.first_seen == at else (2, "Update")
    severity_id, severity = _SEVERITIES[finding.severity]
    status_id, status = _STATES[finding.state]
    product = {"name": "Storewarden", "vendor_name": "Storewarden", "version": __version__}
    return {
        "activity_id": activity,
        "activity_name": name,
        "category_uid": _FINDINGS,
        "category_name": "Findings",
        "class_uid": int(sort),
        "type_uid": int(sort) * 100 + activity,
        "time": _ms(finding.last_seen),
        "severity_id": severity_id,
        "severity": severity,
        "status_id": status_id,
        "status": status,
        "message": finding.said,
        "metadata": {"version": "1.6.0", "product": product, "profiles": ["incident"]},
    }


def _info(finding: Finding) -> Fields:
    return {
        "uid": finding.id,
        "title": f"{finding.check}: {finding.asset}, {finding.subject}",
        "desc": "\n".join((finding.said, *finding.evidence)),
        "types": [finding.step.key],
        "first_seen_time": _ms(finding.first_seen),
        "last_seen_time": _ms(finding.last_seen),
        "analytic": {"type_id": 1, "type": "Rule", "uid": finding.check, "name": finding.check},
    }


def _compliance(finding: Finding, report: Report) -> Fields:
    check = report.checks.get(finding.check)
    standards = list(check.declared.standards) if check else []
    return {
        "compliance": {
            "standards": standards or ["Storewarden"],
            "control": finding.check,
            "status_id": 3,
            "status": "Fail",
            "status_detail": finding.said,
        }
    }


def _vulnerability(finding: Finding, _report: Report) -> Fields:
    return {"vulnerabilities": [_named(name, finding) for name in _advisories(finding)]}


def _named(name: str, finding: Finding) -> Fields:
    place = {"cve": {"uid": name}} if name.startswith("CVE-") else {"advisory": {"uid": name}}
    return {**place, "title": finding.subject, "desc": finding.said}


def _posture(finding: Finding, report: Report) -> Fields:
    return {
        "application": {"uid": finding.asset, "name": finding.asset},
        **_compliance(finding, report),
    }


def _iam(finding: Finding, _report: Report) -> Fields:
    return {
        "user": {"uid": finding.subject, "name": finding.subject},
        "identity_activity_metrics": {"credential_uid": finding.subject},
    }


def _nothing_more(_finding: Finding, _report: Report) -> Fields:
    return {}


_DETAILS: Final[Mapping[Class, Callable[[Finding, Report], Fields]]] = MappingProxyType(
    {
        Class.VULNERABILITY: _vulnerability,
        Class.COMPLIANCE: _compliance,
        Class.DETECTION: _nothing_more,
        Class.DATA_SECURITY: _nothing_more,
        Class.POSTURE: _posture,
        Class.IAM_ANALYSIS: _iam,
    }
)


def _advisories(finding: Finding) -> tuple[str, ...]:
    words = " ".join((finding.subject, finding.said, *finding.evidence))
    found = (match.group().strip() for match in _ADVISORY.finditer(words))
    return tuple(
        dict.fromkeys(name if name[:4].upper() == "GHSA" else name.upper() for name in found)
    )


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
