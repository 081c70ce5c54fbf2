"""Was money taken although the bank said that neither street nor postal code was right?

*Why it matters.* A thief has the number of the card, seldom the address of its holder. Orders
with a wrong address come back as chargebacks far more often than others.

*How to put it right.* Switch on the rule of your payment provider that refuses or holds orders
when nothing of the address matches. A partial match, or a bank that does not check, is common and
no reason to refuse. Look at the orders listed here before they are sent.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict
from storewarden.facts.payments import Charge
from storewarden.steps.s6_payments.decisions.address_results import address_answer
from storewarden.steps.s6_payments.decisions.captures import despite


def judge(charges: Sequence[Charge]) -> Iterator[Verdict]:
    """Give one verdict for the set-up, with the orders as evidence."""
    yield from despite("address", charges, lambda charge: charge.address_result, address_answer)


CHECK = Check(asks=Charge, severity=Severity.MEDIUM, judge=judge)
