"""Facts about payments: what happened to charges, and how the safeguards are set."""

from dataclasses import dataclass

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Charge(Fact):
    """One attempt to take money from a card.

    Attributes:
        order: the order's number.
        captured: money was taken.
        code_result: the raw answer about the card code; empty when there was none, None when the
            estate does not say where it is kept.
        address_result: the same about the address.
        processor: who processed the payment; None when not known.
        network: the card's network; None when not known.
    """

    order: str
    captured: bool
    code_result: str | None = None
    address_result: str | None = None
    processor: str | None = None
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Safeguard(Fact):
    """A safeguard of a payment set-up as its setting stands; no value when there is no such row.

    Attributes:
        name: our name: ``three_d_secure``.
        setting: the name of the setting that turns it on.
        states: what the setting says, once a row: ``on``, ``off`` or ``unclear``. The value
            itself stays outside: a wrong name in the estate file could lead to a secret.
    """

    name: str
    setting: str
    states: tuple[str, ...] = ()
