"""Was money taken although the bank said that the card code (CVV, CVC, CID) was wrong?

*Why it matters.* Who does not know the code does not hold the card. Such orders come back as
chargebacks: the goods are gone, the money too, and too many of them cost you the right to take
cards.

*How to put it right.* Switch on the rule of your payment provider that refuses or voids on a code
mismatch, and look at the orders listed here before they are sent. Find out why the rule did not
hold: a shop that captures by itself may never look at the answer.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict
from storewarden.facts.payments import Charge
from storewarden.steps.s6_payments.decisions.captures import despite
from storewarden.steps.s6_payments.decisions.code_results import code_answer


def judge(charges: Sequence[Charge]) -> Iterator[Verdict]:
    """Give one verdict for the set-up, with the orders as evidence."""
    yield from despite("card code", charges, lambda charge: charge.code_result, code_answer)


CHECK = Check(asks=Charge, severity=Severity.HIGH, judge=judge)
