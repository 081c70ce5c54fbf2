"""An operator's changes to rules, kept apart from the rules: turn off, grade anew, leave out.

An overlay is a YAML list; each entry names a rule by its name or id, says ``because``, and one or
more of ``disable: true``, ``level`` and ``filter`` (a Sigma selection that the rule leaves alone).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml
from sigma.exceptions import SigmaError
from sigma.rule.base import SigmaYAMLLoader

from storewarden.core.verdicts import Severity
from storewarden.kernels.sigma.conditions import selection_form
from storewarden.kernels.sigma.form import Form, both, negated
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.rules import Place, Refused, Ruleset, Told

_KEYS: Final = frozenset({"rule", "because", "disable", "level", "filter"})
_LEVELS: Final = {
    "informational": Severity.INFO,
    **{grade.word: grade for grade in Severity if grade is not Severity.INFO},
}


@dataclass(frozen=True, slots=True)
class Overlay:
    """One change to one rule.

    Attributes:
        rule: its name or id.
        because: why; shown wherever the rule is listed.
        severity: the new grade; None leaves it.
        leaves_out: events that the rule no longer sees; None leaves it as it is.
    """

    rule: str
    because: str
    disabled: bool
    severity: Severity | None
    leaves_out: Form | None
    place: Place


def read_overlays(files: Mapping[str, str]) -> tuple[list[Overlay], list[Refused]]:
    """Read overlay files: name -> text. One bad entry does not stop the others."""
    found = [one for name, text in files.items() for one in _entries(name, text)]
    overlays = [one for one in found if isinstance(one, Overlay)]
    return overlays, [one for one in found if isinstance(one, Refused)]


def _entries(name: str, text: str) -> Iterator[Overlay | Refused]:
    try:
        root = yaml.compose(text, Loader=SigmaYAMLLoader)
        held = yaml.load(text, Loader=SigmaYAMLLoader)  # noqa: S506 - a safe loader that refuses double keys
    except (yaml.YAMLError, RecursionError) as odd:
        mark = getattr(odd, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        yield Refused(Place(name, line), f"no YAML: {' '.join(str(odd).split())}")
        return
    if held is None:
        return
    if not isinstance(held, list) or not isinstance(root, yaml.SequenceNode):
        yield Refused(Place(name, 1), "an overlay is a list of changes, each with `rule`")
        return
    for node, entry in zip(root.value, held, strict=True):
        place = Place(name, node.start_mark.line + 1)
        try:
            yield _overlay(entry, place)
        except (Impossible, SigmaError) as odd:
            yield Refused(place, " ".join(str(odd).split()))


def _overlay(entry: object, place: Place) -> Overlay:
    if not isinstance(entry, dict):
        raise Impossible("a change is a mapping with `rule` and `because`")
    unknown = sorted(str(key) for key in entry.keys() - _KEYS)
    if unknown:
        raise Impossible(f"unknown key {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}")
    if not entry.keys() & {"disable", "level", "filter"}:
        raise Impossible("it changes nothing: say `disable`, `level` or `filter`")
    return Overlay(
        rule=_text(entry, "rule"),
        because=_text(entry, "because"),
        disabled=_yes(entry.get("disable", False)),
        severity=_severity(entry.get("level")),
        leaves_out=selection_form(entry["filter"]) if "filter" in entry else None,
        place=place,
    )


def _text(entry: Mapping[str, Any], key: str) -> str:  # Any: YAML is untyped
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise Impossible(f"`{key}` is missing")
    return " ".join(text.split())


def _yes(given: object) -> bool:
    if not isinstance(given, bool):
        raise Impossible("`disable` must be true or false")
    return given


def _severity(given: object) -> Severity | None:
    if given is None:
        return None
    if not isinstance(given, str) or given not in _LEVELS:
        raise Impossible(f"`level` must be one of {', '.join(_LEVELS)}")
    return _LEVELS[given]


def laid_over(rules: Ruleset, overlays: list[Overlay]) -> Ruleset:
    """Apply the changes in their order; one that names no rule is refused.

    A filter on a correlation leaves the events out of the rules that it listens to.
    """
    for overlay in overlays:
        rules = _laid(rules, overlay)
    return rules


def _laid(rules: Ruleset, change: Overlay) -> Ruleset:
    names = {told.key for told in rules.every if change.rule in {told.key, told.id}}
    if not names:
        said = f"the overlay names a rule that is not here: {change.rule}"
        return replace(rules, refused=(*rules.refused, Refused(change.place, said)))
    heard = rules.heard_by(names)
    return replace(
        rules,
        rules=tuple(
            replace(
                rule,
                told=_changed(rule.told, change) if rule.told.key in names else rule.told,
                form=_without(rule.form, change) if rule.told.key in names | heard else rule.form,
            )
            for rule in rules.rules
        ),
        correlations=tuple(
            replace(one, told=_changed(one.told, change)) if one.told.key in names else one
            for one in rules.correlations
        ),
    )


def _changed(told: Told, change: Overlay) -> Told:
    return replace(
        told,
        severity=told.severity if change.severity is None else change.severity,
        raises=told.raises and not change.disabled,
        changed=(*told.changed, change.because),
    )


def _without(form: Form, change: Overlay) -> Form:
    return form if change.leaves_out is None else both(form, negated(change.leaves_out))
