"""Charges, saved cards and settings of the gateway, the planted ones among the honest ones."""

from datetime import timedelta
from itertools import chain, repeat
from random import Random

from lab.shop.gateway.models import Charge, SavedCard, Setting

#: What the settings page of the gateway says; three_d_secure is off (planted).
SETTINGS = {
    "three_d_secure": "off",
    "reject_on_cvv_mismatch": "yes",
    "reject_on_avs_mismatch": "yes",
    "require_cvv": "yes",
}
#: (how many, network, cvv result, avs result, status): planted first, then decoys.
SPECIAL = [
    (4, "visa", "N", "Y", "captured"),  # planted: taken although the code did not match
    (3, "visa", "M", "N", "captured"),  # planted: taken although the address did not match
    (5, "visa", "N", "Y", "voided"),
    (4, "mastercard", "N", "X", "declined"),
    (3, "visa", "M", "N", "voided"),
    (2, "mastercard", "N", "N", "declined"),
    (6, "visa", "M", "Z", "captured"),  # the postcode matched, the street did not
    (4, "mastercard", "M", "A", "captured"),  # the street matched, the postcode did not
    (3, "visa", "P", "Y", "captured"),  # the code was not processed
    (2, "visa", "U", "U", "captured"),  # the bank takes no part
]
TEST_CARDS = ["4111111111111111", "5555555555554444", "4242424242424242", "6011111111111117"]


def honest(dice: Random):
    """Give one honest charge: everything matched, money taken."""
    network, address = dice.choice([("visa", "Y"), ("visa", "D"), ("mastercard", "X")])
    return network, "M", address, "captured"


def outcomes(dice: Random, number: int):
    """Give as many outcomes as there are charges, well mixed."""
    special = list(chain.from_iterable(repeat(row[1:], row[0]) for row in SPECIAL))
    mixed = special + [honest(dice) for _ in range(number - len(special))]
    dice.shuffle(mixed)
    return mixed


def charge(order, outcome, dice: Random) -> Charge:
    """Make one charge of an order."""
    network, code, address, status = outcome
    return Charge(
        order_number=order.number,
        amount=order.total_incl_tax,
        processor="demo",
        network=network,
        cvv_result=code,
        avs_result=address,
        three_d_secure="07",
        status=status,
        created=order.date_placed + timedelta(seconds=dice.randrange(5, 90)),
    )


def saved_card(user, dice: Random) -> SavedCard:
    """Keep a card with its number and its code: both are planted."""
    number = dice.choice(TEST_CARDS)
    return SavedCard(
        customer=user,
        number=number,
        cvv=f"{dice.randrange(1000):03d}",
        masked=f"{number[:6]}{'*' * 6}{number[-4:]}",
        expiry=f"{dice.randrange(1, 13):02d}/{dice.randrange(28, 33)}",
    )


def fill_money(users, orders, dice: Random) -> None:
    """Make all charges; ten orders were tried twice."""
    tried = orders + dice.sample(orders, 10)
    pairs = zip(tried, outcomes(dice, len(tried)), strict=True)
    Charge.objects.bulk_create(charge(order, outcome, dice) for order, outcome in pairs)
    SavedCard.objects.bulk_create(saved_card(user, dice) for user in users[:18])
    Setting.objects.bulk_create(Setting(name=n, value=v) for n, v in SETTINGS.items())
