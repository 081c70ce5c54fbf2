"""Sorts captured charges by what the bank had said: one verdict a question, not one a charge."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from storewarden.core.verdicts import Verdict, bad, good, not_applicable, unknown
from storewarden.facts.payments import Charge
from storewarden.steps.s6_payments.decisions.answers import Answer

SHOWN: Final = 10

Raw = Callable[[Charge], str | None]
Means = Callable[[str | None, str | None, str], Answer]


def despite(subject: str, charges: Sequence[Charge], raw: Raw, means: Means) -> Iterator[Verdict]:
    """Judge whether money was taken although the bank had said no match.

    Args:
        subject: what was asked about: ``card code``.
        charges: all charges looked at.
        raw: picks the raw answer of a charge; None means that it is not kept.
        means: tells what (processor, network, raw answer) means.
    """
    if not charges:
        return
    taken = [charge for charge in charges if charge.captured]
    kept = [(charge, answer) for charge in taken if (answer := raw(charge)) is not None]
    if not taken:
        yield not_applicable(subject, f"none of {len(charges)} charges looked at was captured")
        return
    if not kept:
        yield unknown(
            subject, f"the estate does not say where answers about the {subject} are kept"
        )
        return
    sorted_by = [(means(c.processor, c.network, answer), c, answer) for c, answer in kept]
    yield from _judged(subject, sorted_by)


def _judged(subject: str, kept: Sequence[tuple[Answer, Charge, str]]) -> Iterator[Verdict]:
    wrong = [_line(charge, raw) for answer, charge, raw in kept if answer is Answer.NO_MATCH]
    odd = [_line(charge, raw) for answer, charge, raw in kept if answer is Answer.UNKNOWN]
    if wrong:
        taken = f"{len(wrong)} of {len(kept)} captured charges were taken"
        yield bad(subject, f"{taken} although the {subject} did not match", *_some(wrong))
    if odd:
        because = f"{len(odd)} of {len(kept)} captured charges have answers that no table knows"
        yield unknown(f"{subject}: unknown answers", f"{because}, such as {odd[0]}")
    if not wrong and not odd:
        yield good(subject, f"none of {len(kept)} captured charges was taken against the {subject}")


def _line(charge: Charge, raw: str) -> str:
    return f"order {charge.order}: {charge.network or 'the bank'} answered {raw[:20]}"


def _some(lines: Sequence[str]) -> list[str]:
    distinct = list(dict.fromkeys(lines))
    more = len(distinct) - SHOWN
    return distinct[:SHOWN] + ([f"and {more} more"] if more > 0 else [])
