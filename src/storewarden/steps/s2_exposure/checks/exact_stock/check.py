"""Does the shop keep to itself how many pieces it has?

*Why it matters.* Whoever orders 9,999 pieces of everything once a day and reads the shop's refusal
knows what sells, how fast, and when it runs out: a competitor's best market research.

*How to put it right.* Refuse without a number ("we cannot deliver that many"), or name one limit
per order that is the same for all products. In django-oscar override the availability policy's
message; in WooCommerce hide stock and filter the quantity field's maximum.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.exposure import StockAnswer

_SUBJECT = "order quantity"


def judge(answers: Sequence[StockAnswer]) -> Iterator[Verdict]:
    """Say whether the shop names its stock: a number that differs from product to product."""
    told = [answer for answer in answers if answer.told is not None]
    if not answers:
        return
    if not told:
        yield good(_SUBJECT, "the shop names no number of pieces when too many are ordered")
    elif len({answer.told for answer in told}) > 1:
        yield bad(
            _SUBJECT,
            "the shop says exactly how many pieces it has when too many are ordered",
            *(f"{one.asked} ordered by {one.product}: {one.told} named" for one in told),
        )
    elif len(told) > 1:
        yield good(_SUBJECT, f"the shop names the same limit of {told[0].told} for every product")
    else:
        yield unknown(
            _SUBJECT, f"the shop named {told[0].told} for the only product that could be asked for"
        )


CHECK = Check(asks=StockAnswer, severity=Severity.MEDIUM, judge=judge, standards=("CWE-203",))
