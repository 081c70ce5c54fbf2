"""What people are told of a rule, from its Sigma keys and ours."""

from typing import Any, Final

from sigma.correlations import SigmaCorrelationRule
from sigma.rule import SigmaLevel, SigmaRule

from storewarden.core.alerts import ActorKind
from storewarden.core.verdicts import Severity
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.rules import Place, Told

_SEVERITIES: Final = {
    SigmaLevel.INFORMATIONAL: Severity.INFO,
    SigmaLevel.LOW: Severity.LOW,
    SigmaLevel.MEDIUM: Severity.MEDIUM,
    SigmaLevel.HIGH: Severity.HIGH,
    SigmaLevel.CRITICAL: Severity.CRITICAL,
}
ACTORS: Final = {
    "address": ActorKind.ADDRESS,
    "account": ActorKind.ACCOUNT,
    "session": ActorKind.SESSION,
    "object": ActorKind.EVENT,
}
"""Columns that an alert can be about."""


def told_of(rule: SigmaRule | SigmaCorrelationRule, stem: str, place: Place) -> Told:
    """Gather what a rule says of itself; raises `Impossible`."""
    own: dict[str, Any] = rule.custom_attributes  # Any: YAML is untyped
    return Told(
        key=rule.name or (str(rule.id) if rule.id else stem),
        id=str(rule.id or ""),
        title=rule.title,
        severity=_SEVERITIES[rule.level] if rule.level else Severity.MEDIUM,
        classes=tuple(_texts(own.get("classes", []), "classes")),
        why=" ".join((rule.description or "").split()),
        do=" ".join(_text(own.get("what_to_do", ""), "what_to_do").split()),
        actor=_actor(own.get("actor")),
        false_positives=tuple(str(one) for one in rule.falsepositives),
        tags=tuple(str(tag) for tag in rule.tags),
        place=place,
    )


def _actor(named: object) -> ActorKind | None:
    if named is None:
        return None
    if not isinstance(named, str) or named not in ACTORS:
        raise Impossible(f"`actor` must be one of {', '.join(ACTORS)}", "actor")
    return ACTORS[named]


def _text(given: object, key: str) -> str:
    if not isinstance(given, str):
        raise Impossible(f"`{key}` must be a text", key)
    return given


def _texts(given: object, key: str) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise Impossible(f"`{key}` must be a list of words", key)
    return given
