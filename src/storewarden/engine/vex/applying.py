"""Takes what does not apply out of the verdicts, with the statement as evidence. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from storewarden.core.matched import Named
from storewarden.core.plain import plain
from storewarden.core.verdicts import Outcome, Verdict, not_applicable
from storewarden.core.vex import Product, Statement, Status
from storewarden.engine.judge import Judgement
from storewarden.engine.vex.products import product

_LONGEST: Final = 300
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


def applied(judgements: Iterable[Judgement], said: Sequence[Statement]) -> Sequence[Judgement]:
    """Put statements to every verdict that names weaknesses; others pass as they are."""
    if not said:
        return tuple(judgements)
    return tuple(
        replace(one, verdicts=tuple(_applied(verdict, said) for verdict in one.verdicts))
        for one in judgements
    )


def clearing(weakness: Named, said: Iterable[Statement]) -> Statement | None:
    """Find the statement by which a weakness does not apply; None when it does.

    The latest that names both the weakness and the product counts; what says less than the format
    demands counts as nothing.
    """
    what = product(weakness.component)
    if what is None:
        return None
    names = {weakness.id, *weakness.aliases}
    fitting = [one for one in said if not names.isdisjoint(one.names) and _is_about(one, what)]
    last = max(fitting, key=_moment, default=None)
    return last if last is not None and _clears(last, what) else None


def _applied(verdict: Verdict, said: Sequence[Statement]) -> Verdict:
    if verdict.outcome is not Outcome.BAD or not verdict.named:
        return verdict
    cleared = [(one, statement) for one in verdict.named if (statement := clearing(one, said))]
    if not cleared:
        return verdict
    evidence = tuple(_line(one, statement) for one, statement in cleared)
    gone = {one.id for one, _ in cleared}
    rest = tuple(one for one in verdict.named if one.id not in gone)
    if rest:
        return replace(verdict, named=rest, evidence=(*verdict.evidence, *evidence))
    because = f"what names {_what(verdict.named)} does not apply: {evidence[0]}"
    return replace(not_applicable(verdict.subject, because), evidence=evidence)


def _is_about(statement: Statement, what: Product) -> bool:
    return any(
        one.purl == what.purl and one.version in {"", what.version} for one in statement.products
    )


def _clears(statement: Statement, what: Product) -> bool:
    if statement.status is Status.NOT_AFFECTED:
        return bool(statement.justification or statement.words)
    exact = any(one == what and one.version for one in statement.products)
    return statement.status is Status.FIXED and exact


def _moment(statement: Statement) -> datetime:
    at = statement.at
    if at is None:
        return _EARLIEST
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _line(weakness: Named, statement: Statement) -> str:
    why = ", ".join(filter(None, (statement.justification, statement.words)))
    who = f" by {statement.author}" if statement.author else ""
    day = f" on {statement.at:%Y-%m-%d}" if statement.at else ""
    words = f"{weakness.id}: {statement.status.value.replace('_', ' ')}: {why}"
    return plain(f"{words} (VEX{who}{day}, {statement.source})"[:_LONGEST])


def _what(named: Sequence[Named]) -> str:
    return next((one.component for one in named if one.component), "this component")
