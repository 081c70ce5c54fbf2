"""A rule as one query over the stored events."""

# ruff: noqa: S608 - every piece is ours; an outsider's words come through `words.literal` alone

from collections.abc import Mapping

from storewarden.kernels import events
from storewarden.kernels.sigma.rules import Correlation, Rule, Sort
from storewarden.kernels.sigma.sql.conditions import condition_sql


def rule_query(rule: Rule, table: str = "events") -> str:
    """Write the query that returns every event that the rule matches, all columns.

    ``table`` is put in as it is: a name of ours, never an outsider's word.
    """
    columns = ", ".join(events.LIVE.names)
    return f"SELECT {columns} FROM {table} WHERE {condition_sql(rule.form)}"


def correlation_query(
    asked: Correlation, known: Mapping[str, Rule | Correlation], table: str = "events"
) -> str:
    """Write the query that returns each moment at which the correlation is true.

    Args:
        asked: the correlation.
        known: rules and correlations by key.
        table: see `rule_query`.

    Returns:
        SQL with the columns ``group_0`` ..., ``time`` (microseconds, of the event at which it
        is true) and ``count`` (what was counted in the window that ends there), each moment of a
        group once.
    """
    write = {
        Sort.EVENT_COUNT: _event_count,
        Sort.VALUE_COUNT: _value_count,
        Sort.TEMPORAL: _temporal,
        Sort.TEMPORAL_ORDERED: _ordered,
    }[asked.sort]
    return write(asked, known, table)


def _names(asked: Correlation) -> list[str]:
    return [f"group_{at}" for at in range(len(asked.group_names))]


def _listed(asked: Correlation, *more: str) -> str:
    return ", ".join([*_names(asked), *more])


def _partition(asked: Correlation, *more: str) -> str:
    names = [*_names(asked), *more]
    return f"PARTITION BY {', '.join(names)} " if names else ""


def _holds(asked: Correlation) -> str:
    return f"{asked.sign.value if asked.sign else '<>'} {asked.count}"


def _heard(
    asked: Correlation, known: Mapping[str, Rule | Correlation], at: int, more: str, table: str
) -> str:
    """The events of one of the rules, with their groups."""
    groups = asked.groups[at]
    named = [f"CAST({column} AS STRING) AS group_{n}" for n, column in enumerate(groups)]
    there = [f"{column} IS NOT NULL" for column in dict.fromkeys(("time", *groups))]
    what, rule = ", ".join([*named, "time", more]), known[asked.rules[at]]
    if isinstance(rule, Correlation):
        return f"SELECT {what} FROM ({correlation_query(rule, known, table)}) chained"
    condition = condition_sql(rule.form)
    return f"SELECT {what} FROM {table} WHERE {' AND '.join(there)} AND ({condition})"


def _event_count(asked: Correlation, known: Mapping[str, Rule | Correlation], table: str) -> str:
    heard = _events_once(asked, known, table)
    window = (
        f"{_partition(asked)}ORDER BY time RANGE BETWEEN {asked.span - 1} PRECEDING AND CURRENT ROW"
    )
    counted = f"SELECT {_listed(asked, 'time')}, count(*) OVER ({window}) AS count FROM ({heard}) h"
    return _told(asked, counted)


def _events_once(asked: Correlation, known: Mapping[str, Rule | Correlation], table: str) -> str:
    """An event counts once for each rule that it fits."""
    parts = (_heard(asked, known, at, "1 AS one", table) for at in range(len(asked.rules)))
    return " UNION ALL ".join(parts)


def _value_count(asked: Correlation, known: Mapping[str, Rule | Correlation], table: str) -> str:
    """A value is there from its event until it runs out or comes again: count what is open."""
    value = f"CAST({asked.value} AS STRING) AS worth"
    parts = (
        f"{_heard(asked, known, at, value, table)} AND {asked.value} IS NOT NULL"
        for at in range(len(asked.rules))
    )
    heard = " UNION ".join(parts)
    next_one = f"lead(time) OVER ({_partition(asked, 'worth')}ORDER BY time)"
    spans = f"SELECT {_listed(asked, 'time')}, {next_one} AS again FROM ({heard}) h"
    ends = f"least(time + {asked.span}, coalesce(again, time + {asked.span}))"
    steps = (
        f"SELECT {_listed(asked, 'time')}, 1 AS step FROM spans"
        f" UNION ALL SELECT {_listed(asked)}{', ' if asked.groups[0] else ''}{ends}, -1 FROM spans"
    )
    window = f"{_partition(asked)}ORDER BY time RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
    counted = (
        f"SELECT {_listed(asked, 'time')}, step, sum(step) OVER ({window}) AS count FROM steps"
    )
    told = (
        f"SELECT DISTINCT {_listed(asked, 'time')}, count FROM ({counted}) c"
        f" WHERE step = 1 AND count {_holds(asked)}"
    )
    return f"WITH spans AS ({spans}), steps AS ({steps}) {told}"


def _temporal(asked: Correlation, known: Mapping[str, Rule | Correlation], table: str) -> str:
    """How many of the rules have an event in the window."""
    parts = (_heard(asked, known, at, f"{at} AS rule", table) for at in range(len(asked.rules)))
    window = (
        f"({_partition(asked)}ORDER BY time"
        f" RANGE BETWEEN {asked.span - 1} PRECEDING AND CURRENT ROW)"
    )
    seen = " + ".join(
        f"max(CASE WHEN rule = {at} THEN 1 ELSE 0 END) OVER {window}"
        for at in range(len(asked.rules))
    )
    heard = " UNION ALL ".join(parts)
    return _told(asked, f"SELECT {_listed(asked, 'time')}, {seen} AS count FROM ({heard}) h")


def _ordered(asked: Correlation, known: Mapping[str, Rule | Correlation], table: str) -> str:
    """For each rule's events the latest moment at which a chain that ends there can begin."""
    parts = (_heard(asked, known, at, f"{at} AS rule", table) for at in range(len(asked.rules)))
    window = f"({_partition(asked)}ORDER BY time RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    chain = (
        f"SELECT {_listed(asked, 'time', 'rule')}, CASE WHEN rule = 0 THEN time END AS begun"
        f" FROM ({' UNION ALL '.join(parts)}) h"
    )
    for at in range(1, len(asked.rules)):
        latest = f"max(CASE WHEN rule = {at - 1} THEN begun END) OVER {window}"
        begun = f"CASE WHEN rule = {at} THEN {latest} ELSE begun END AS begun"
        chain = f"SELECT {_listed(asked, 'time', 'rule')}, {begun} FROM ({chain}) c{at}"
    last = len(asked.rules) - 1
    return (
        f"SELECT DISTINCT {_listed(asked, 'time')}, {len(asked.rules)} AS count"
        f" FROM ({chain}) chain WHERE rule = {last} AND begun > time - {asked.span}"
    )


def _told(asked: Correlation, counted: str) -> str:
    return (
        f"SELECT DISTINCT {_listed(asked, 'time')}, count FROM ({counted}) counted"
        f" WHERE count {_holds(asked)}"
    )
