"""Answers about the address (AVS), by processor and by network.

Beware: a raw A or Y from Discover means the reverse of what it means from Visa. Visa's C counts
as unchecked: acquirers disagree about it.
"""

from typing import Final

from storewarden.steps.s6_payments.decisions.answers import Answer, Table, meaning, table

TABLES: Final[dict[str, Table]] = {
    "visa": table(match="D F M Y", partial="A B P Z", no_match="N", unchecked="C G I R S U W X"),
    "mastercard": table(match="X Y", partial="A W Z", no_match="N", unchecked="R S U"),
    "discover": table(match="A X", partial="Y T Z", no_match="N", unchecked="G S U W"),
    "amex": table(match="Y E M", partial="A Z D F L O", no_match="N W", unchecked="R S U K"),
    "paypal maestro": table(match="0", partial="2", no_match="1", unchecked="3 4"),
    "adyen": table(
        match="7 20 24",
        partial="1 6 9 12 14 15 19 21 23 25",
        no_match="2 10 13 16 17 26",
        unchecked="0 3 4 5 8 11 18 22",
    ),
    "authorizenet": table(match="X Y", partial="A W Z", no_match="N", unchecked="B E G P R S U"),
    "braintree": table(match="M", no_match="N", unchecked="U I A B S E"),
    "stripe": table(match="pass", no_match="fail", unchecked="unavailable unchecked"),
    "square": table(match="AVS_ACCEPTED", no_match="AVS_REJECTED", unchecked="AVS_NOT_CHECKED"),
}


def address_answer(processor: str | None, network: str | None, raw: str) -> Answer:
    """Tell what a raw answer about the address means; ``line|postal`` holds two."""
    return meaning(TABLES, processor, network, raw)
