"""Turns the condition of a Sigma rule, as pySigma parsed it, into the intermediate form."""

from collections.abc import Iterator
from typing import Any

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.modifiers import (
    SigmaEndswithModifier,
    SigmaRegularExpressionModifier,
    SigmaStartswithModifier,
)
from sigma.rule import SigmaDetection, SigmaDetectionItem, SigmaDetections, SigmaRule

from storewarden.kernels.sigma.form import Constant, Form, both, either, negated
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.regexes import POLICY
from storewarden.kernels.sigma.values import keyword, test_of


def form_of(rule: SigmaRule) -> Form:
    """Say what a rule asks of an event; several conditions mean any of them.

    Raises `Impossible`, or pySigma's ``SigmaError`` for a condition that it cannot parse.
    """
    if "timeframe" in rule.detection.detections:
        raise Impossible("`timeframe` is the old way; write a correlation", "timeframe")
    for item in _items(rule.detection.detections.values()):
        _refuse_anchors(item)
    form = either(*(_form(one.parsed) for one in rule.detection.parsed_condition))
    if isinstance(form, Constant):
        always = "always" if form.value else "never"
        raise Impossible(f"the condition is {always} true", "condition")
    return form


def selection_form(definition: Any) -> Form:  # noqa: ANN401 - YAML is untyped
    """Say what one selection asks; raises `Impossible` and ``SigmaError``."""
    if not isinstance(definition, (dict, list)):
        raise Impossible("a filter is a selection: fields and their values")
    selection = SigmaDetection.from_definition(definition, policy=POLICY)
    detections = SigmaDetections({"filter": selection}, ["filter"])
    for item in _items(detections.detections.values()):
        _refuse_anchors(item)
    return _form(detections.parsed_condition[0].parsed)


def _form(node: object) -> Form:
    match node:
        case ConditionAND():
            return both(*(_form(part) for part in node.args))
        case ConditionOR():
            return either(*(_form(part) for part in node.args))
        case ConditionNOT():
            return negated(_form(node.args[0]))
        case ConditionFieldEqualsValueExpression():
            return test_of(node.field, node.value)
        case ConditionValueExpression():
            return keyword(node.value)
        case _:
            raise Impossible(f"{type(node).__name__} in a condition", "condition")


def _items(found: object) -> Iterator[SigmaDetectionItem]:
    for one in found if isinstance(found, (list, type({}.values()))) else [found]:
        if isinstance(one, SigmaDetection):
            yield from _items(one.detection_items)
        elif isinstance(one, SigmaDetectionItem):
            yield one


def _refuse_anchors(item: SigmaDetectionItem) -> None:
    """A regular expression is searched for: where it must stand, ``^`` and ``$`` say."""
    mixed = {SigmaStartswithModifier, SigmaEndswithModifier} & set(item.modifiers)
    if mixed and SigmaRegularExpressionModifier in item.modifiers:
        raise Impossible("`re` with startswith or endswith: write ^ or $", str(item.field))
