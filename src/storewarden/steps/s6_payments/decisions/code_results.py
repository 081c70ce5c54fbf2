"""Answers about the card code (CVV2, CVC2, CID), by processor and by network."""

from typing import Final

from storewarden.steps.s6_payments.decisions.answers import Answer, Table, meaning, table

TABLES: Final[dict[str, Table]] = {
    "visa": table(match="M", no_match="N", unchecked="P U S X"),
    "mastercard": table(match="M", no_match="N", unchecked="P U"),
    "discover": table(match="M", no_match="N", unchecked="P U S X"),
    "amex": table(match="Y", no_match="N", unchecked="U P S"),
    "paypal maestro": table(match="0", no_match="1", unchecked="2 3 4"),
    "paypal": table(match="M", no_match="N", unchecked="E I P S U X"),
    "adyen": table(match="1", no_match="2", unchecked="0 3 4 5 6"),
    "braintree": table(match="M", no_match="N", unchecked="U I S A B"),
    "stripe": table(match="pass", no_match="fail", unchecked="unavailable unchecked"),
    "square": table(match="CVV_ACCEPTED", no_match="CVV_REJECTED", unchecked="CVV_NOT_CHECKED"),
    "payflow": table(match="Y", no_match="N", unchecked="X"),
}


def code_answer(processor: str | None, network: str | None, raw: str) -> Answer:
    """Tell what a raw answer about the card code means."""
    return meaning(TABLES, processor, network, raw)
