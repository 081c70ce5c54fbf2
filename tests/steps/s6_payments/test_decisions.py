"""The same letter means different things: answers are told apart by processor and network."""

import pytest

from storewarden.core.verdicts import Outcome
from storewarden.facts.payments import Charge
from storewarden.steps.s6_payments.decisions.address_results import address_answer
from storewarden.steps.s6_payments.decisions.answers import Answer
from storewarden.steps.s6_payments.decisions.captures import despite
from storewarden.steps.s6_payments.decisions.code_results import code_answer


@pytest.mark.parametrize(
    ("processor", "network", "raw", "answer"),
    [
        (None, "visa", "M", Answer.MATCH),
        (None, "Visa Electron", " n ", Answer.NO_MATCH),
        (None, "American Express", "Y", Answer.MATCH),
        (None, "visa", "Y", Answer.UNKNOWN),
        (None, "visa", "", Answer.UNCHECKED),
        ("demo", "MC", "P", Answer.UNCHECKED),
        ("Adyen", "visa", "2", Answer.NO_MATCH),
        ("PayPal", "maestro", "1", Answer.NO_MATCH),
        ("PayPal", "visa", "N", Answer.NO_MATCH),
        ("stripe", "visa", "fail", Answer.NO_MATCH),
        ("stripe", "visa", "M", Answer.UNKNOWN),
        ("Square", None, "cvv_rejected", Answer.NO_MATCH),
        (None, None, "N", Answer.NO_MATCH),
        (None, None, "Y", Answer.MATCH),
        (None, "jcb", "M", Answer.MATCH),
        (None, None, "'; drop", Answer.UNKNOWN),
    ],
)
def test_answers_about_the_card_code(
    processor: str | None, network: str | None, raw: str, answer: Answer
) -> None:
    assert code_answer(processor, network, raw) is answer


@pytest.mark.parametrize(
    ("processor", "network", "raw", "answer"),
    [
        (None, "visa", "A", Answer.PARTIAL),
        (None, "discover", "A", Answer.MATCH),
        (None, "visa", "Y", Answer.MATCH),
        (None, "discover", "Y", Answer.PARTIAL),
        (None, None, "A", Answer.UNKNOWN),
        (None, None, "N", Answer.NO_MATCH),
        (None, "visa", "C", Answer.UNCHECKED),
        (None, "amex", "W", Answer.NO_MATCH),
        (None, "mastercard", "W", Answer.PARTIAL),
        ("Authorize.net", "visa", "X", Answer.MATCH),
        ("adyen", None, "16", Answer.NO_MATCH),
        ("stripe", None, "pass|fail", Answer.PARTIAL),
        ("stripe", None, "fail|fail", Answer.NO_MATCH),
        ("stripe", None, "fail|unchecked", Answer.NO_MATCH),
        ("stripe", None, "pass|unchecked", Answer.PARTIAL),
        ("stripe", None, "pass|pass", Answer.MATCH),
        ("stripe", None, "pass|what", Answer.UNKNOWN),
    ],
)
def test_answers_about_the_address(
    processor: str | None, network: str | None, raw: str, answer: Answer
) -> None:
    assert address_answer(processor, network, raw) is answer


def test_a_merchant_gets_one_task_and_ten_orders() -> None:
    charges = [
        Charge(str(number), captured=True, code_result="N", network="visa") for number in range(400)
    ]
    [verdict] = despite("card code", charges, lambda charge: charge.code_result, code_answer)
    assert verdict.outcome is Outcome.BAD
    assert verdict.subject == "card code"
    assert verdict.said == (
        "400 of 400 captured charges were taken although the card code did not match"
    )
    assert len(verdict.evidence) == 11
    assert verdict.evidence[-1] == "and 390 more"
