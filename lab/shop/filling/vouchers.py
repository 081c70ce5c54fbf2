"""Makes the vouchers: live ones, and one that has run out."""

from datetime import datetime, timedelta

from oscar.core.loading import get_model

Voucher = get_model("voucher", "Voucher")
#: code -> (percent, days from now until it ends)
CODES = {"WELCOME10": (10, 300), "SCHOOL15": (15, 120), "TEACHER20": (20, 200), "SUMMER5": (5, -30)}


def voucher(code: str, percent: int, everything, ends: datetime) -> None:
    """Make one voucher with its offer."""
    condition = get_model("offer", "Condition").objects.create(
        range=everything, type="Count", value=1
    )
    benefit = get_model("offer", "Benefit").objects.create(
        range=everything, type="Percentage", value=percent
    )
    offer = get_model("offer", "ConditionalOffer").objects.create(
        name=f"Voucher {code}", offer_type="Voucher", condition=condition, benefit=benefit
    )
    made = Voucher.objects.create(
        name=f"{percent} percent off ({code})",
        code=code,
        usage=Voucher.MULTI_USE,
        start_datetime=ends - timedelta(days=400),
        end_datetime=ends,
    )
    made.offers.add(offer)


def fill_vouchers(now: datetime) -> None:
    """Make all vouchers."""
    everything = get_model("offer", "Range").objects.create(
        name="Everything", includes_all_products=True
    )
    for code, (percent, days) in CODES.items():
        voucher(code, percent, everything, now + timedelta(days=days))
