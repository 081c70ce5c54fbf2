"""Places the orders of the last months through Oscar's own basket and order code."""

from datetime import datetime, timedelta
from random import Random

from oscar.core.loading import get_class, get_model

from lab.shop.filling.people import address
from lab.shop.parcels.models import Parcel

Basket = get_model("basket", "Basket")
ORDERS = 120


def luhn_digit(digits: str) -> str:
    """Give the check digit that makes the whole pass Luhn's test."""
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))]
    return str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def order_number(when: datetime, number: int) -> str:
    """Sixteen digits that pass Luhn and begin like no card: a decoy for card finders."""
    body = f"90{when:%y%m%d}{number:07d}"
    return body + luhn_digit(body)


def tracking(dice: Random) -> str:
    """Sixteen digits that begin with 4; about one in ten passes Luhn by chance (decoy)."""
    return "4" + "".join(dice.choices("0123456789", k=15))


def basket_of(user, records, dice: Random):
    """Fill a basket with one to three products."""
    basket = Basket.objects.create(owner=user)
    basket.strategy = get_class("partner.strategy", "Selector")().strategy(user=user)
    for record in dice.sample(records, dice.randrange(1, 4)):
        basket.add_product(record.product, quantity=dice.randrange(1, 4))
    return basket


def place(user, basket, number: str, when: datetime, dice: Random):
    """Place one order as Oscar's checkout does."""
    method = get_class("shipping.methods", "Free")()
    charge = method.calculate(basket)
    total = get_class("checkout.calculators", "OrderTotalCalculator")().calculate(basket, charge)
    home = address(user, dice)
    home.save()
    order = get_class("order.utils", "OrderCreator")().place_order(
        basket=basket,
        total=total,
        shipping_method=method,
        shipping_charge=charge,
        user=user,
        shipping_address=home,
        order_number=number,
        status="Complete",
        date_placed=when,
    )
    basket.submit()
    return order


def fill_orders(users, records, now: datetime, dice: Random) -> list:
    """Place all orders, oldest first, and send their parcels."""
    orders = []
    for number in range(1, ORDERS + 1):
        when = now - timedelta(days=(ORDERS - number) * 1.5, minutes=dice.randrange(600))
        user = dice.choice(users)
        basket = basket_of(user, records, dice)
        orders.append(place(user, basket, order_number(when, number), when, dice))
    Parcel.objects.bulk_create(
        Parcel(order_number=order.number, tracking=tracking(dice)) for order in orders
    )
    return orders
