"""Compiles a Sigma correlation: to which rules it listens, how it groups, what it counts."""

from collections.abc import Mapping
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


def references(asked: SigmaCorrelationRule) -> list[str]:
    """What it listens to, as it names them: keys or ids."""
    return [one.reference for one in asked.rules or []]


def correlation_of(
    told: Told, asked: SigmaCorrelationRule, known: Mapping[str, Rule | Correlation]
) -> Correlation:
    """Compile a correlation; raises `Impossible`.

    Args:
        told: what people are told of it.
        asked: as pySigma parsed it.
        known: rules and correlations by key and by id.
    """
    sort, condition = _sort(asked), asked.condition
    if not isinstance(condition, SigmaCorrelationCondition):
        raise Impossible("a condition in words (`a and not b`) on a correlation", "condition")
    heard = {name: _rule(name, known) for name in references(asked)}
    chained = {name: one for name, one in heard.items() if isinstance(one, Correlation)}
    if not heard:
        raise Impossible("the correlation listens to no rule", "rules")
    if chained and sort is Sort.VALUE_COUNT:
        raise Impossible(f"a value of {next(iter(chained))}, which is a correlation", "field")
    names = tuple(asked.group_by or ())
    correlation = Correlation(
        told=told,
        sort=sort,
        rules=tuple(heard[name].told.key for name in references(asked)),
        groups=tuple(
            _places(name, names, asked, chained[name])
            if name in chained
            else _group(name, names, asked)
            for name in references(asked)
        ),
        group_names=names,
        span=asked.timespan.seconds * _SECOND,
        sign=_SIGNS.get(condition.op),
        count=_whole(condition.count),
        value=_value(condition) if sort is Sort.VALUE_COUNT else "",
        chained=tuple(one.told.key for one in chained.values()),
    )
    _refuse_odd_order(correlation)
    return correlation


def _sort(asked: SigmaCorrelationRule) -> Sort:
    try:
        return Sort(asked.type.name.lower())
    except ValueError:
        raise Impossible(f"correlations of type {asked.type.name.lower()}", "type") from None


def _rule(name: str, known: Mapping[str, Rule | Correlation]) -> Rule | Correlation:
    rule = known.get(name)
    if rule is None:
        raise Impossible(f"it listens to a rule that is not here or was refused: {name}", name)
    return rule


def _group(reference: str, names: tuple[str, ...], asked: SigmaCorrelationRule) -> tuple[str, ...]:
    """Find the columns by which the events of one rule are grouped, aliases resolved."""
    return tuple(_column(name) for name in _resolved(reference, names, asked))


def _places(
    reference: str, names: tuple[str, ...], asked: SigmaCorrelationRule, other: Correlation
) -> tuple[str, ...]:
    """Find the places of a correlation's own group by which its moments are grouped."""
    wanted = _resolved(reference, names, asked)
    for name in wanted:
        if name not in other.group_names:
            raise Impossible(f"{reference} does not group by {name}, so it cannot be grouped", name)
    return tuple(f"group_{other.group_names.index(name)}" for name in wanted)


def _resolved(
    reference: str, names: tuple[str, ...], asked: SigmaCorrelationRule
) -> tuple[str, ...]:
    aliases = {
        one.alias: {rule.reference: field for rule, field in one.mapping.items()}
        for one in asked.aliases.aliases.values()
    }
    return tuple(aliases.get(name, {}).get(reference, name) for name in names)


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
