"""Compiles a Sigma correlation: to which rules it listens, how it groups, what it counts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sigma.correlations import (
    SigmaCorrelationCondition,
    SigmaCorrelationConditionOperator,
    SigmaCorrelationRule,
)

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import Sign
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.rules import Correlation, Rule, Sort, Told

_SIGNS: Final = {
    SigmaCorrelationConditionOperator.LT: Sign.LT,
    SigmaCorrelationConditionOperator.LTE: Sign.LTE,
    SigmaCorrelationConditionOperator.GT: Sign.GT,
    SigmaCorrelationConditionOperator.GTE: Sign.GTE,
    SigmaCorrelationConditionOperator.EQ: Sign.EQ,
}
_SECOND: Final = 1_000_000


def correlation_of(
    told: Told,
    asked: SigmaCorrelationRule,
    known: Mapping[str, Rule],
    others: Collection[str] = (),
) -> Correlation:
    """Compile a correlation; raises `Impossible`.

    Args:
        told: what people are told of it.
        asked: as pySigma parsed it.
        known: rules by key and by id.
        others: keys and ids of correlations, to which it cannot listen.
    """
    sort, condition = _sort(asked), asked.condition
    if not isinstance(condition, SigmaCorrelationCondition):
        raise Impossible("a condition in words (`a and not b`) on a correlation", "condition")
    references = [one.reference for one in asked.rules or []]
    _refuse_chains(references, others)
    rules = tuple(_rule(name, known).told.key for name in references)
    if not rules:
        raise Impossible("the correlation listens to no rule", "rules")
    names = tuple(asked.group_by or ())
    correlation = Correlation(
        told=told,
        sort=sort,
        rules=rules,
        groups=tuple(_group(one, names, asked) for one in references),
        group_names=names,
        span=asked.timespan.seconds * _SECOND,
        sign=_SIGNS.get(condition.op),
        count=_whole(condition.count),
        value=_value(condition) if sort is Sort.VALUE_COUNT else "",
    )
    _refuse_odd_order(correlation)
    return correlation


def _sort(asked: SigmaCorrelationRule) -> Sort:
    try:
        return Sort(asked.type.name.lower())
    except ValueError:
        raise Impossible(f"correlations of type {asked.type.name.lower()}", "type") from None


def _refuse_chains(references: Sequence[str], others: Collection[str]) -> None:
    for name in references:
        if name in others:
            said = f"it listens to {name}, a correlation itself; name the rules that {name} hears"
            raise Impossible(said, name)


def _rule(name: str, known: Mapping[str, Rule]) -> Rule:
    rule = known.get(name)
    if rule is None:
        raise Impossible(f"it listens to a rule that is not here or was refused: {name}", name)
    return rule


def _group(reference: str, names: tuple[str, ...], asked: SigmaCorrelationRule) -> tuple[str, ...]:
    """Find the columns by which the events of one rule are grouped, aliases resolved."""
    aliases = {
        one.alias: {rule.reference: field for rule, field in one.mapping.items()}
        for one in asked.aliases.aliases.values()
    }
    return tuple(_column(aliases.get(name, {}).get(reference, name)) for name in names)


def _column(field: str) -> str:
    columns = fields.columns_of(field)
    if not columns:
        raise Impossible(f"no log that comes here has a field {field}", field)
    if columns[0] in fields.COMPUTED:
        raise Impossible(f"{field} is made of several columns; group by path or query", field)
    return columns[0]


def _value(condition: SigmaCorrelationCondition) -> str:
    named = condition.fieldref
    if isinstance(named, str):
        return _column(named)
    if named is not None and len(named) == 1:
        return _column(named[0])
    raise Impossible("values of several fields together cannot be counted", "field")


def _whole(count: int | float) -> int:
    if not isinstance(count, int):
        raise Impossible(f"a count is a whole number, not {count}", str(count))
    return count


def _refuse_odd_order(asked: Correlation) -> None:
    """An order is kept by all the rules or by none."""
    if asked.sort is Sort.TEMPORAL_ORDERED and (asked.sign, asked.count) != (
        Sign.GTE,
        len(asked.rules),
    ):
        raise Impossible(
            "temporal_ordered asks for all its rules; leave the condition out", "condition"
        )
