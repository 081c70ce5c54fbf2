"""A pretend card processor: it knows the public test cards only, and no money moves."""

from decimal import Decimal, InvalidOperation

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lab.shop.gateway.models import Charge

CODES = {"4111111111111111": "123", "5555555555554444": "456", "4242424242424242": "789"}
NETWORKS = {"4": "visa", "5": "mastercard"}


def pounds(text):
    """Read an amount; None when it is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < 100_000 else None


@csrf_exempt
@require_POST
def charge(request):
    """Take ``number``, ``cvv``, ``amount`` and ``order``; answer captured or declined."""
    number = request.POST.get("number", "").replace(" ", "")
    amount = pounds(request.POST.get("amount", ""))
    if amount is None:
        return JsonResponse({"error": "amount expected"}, status=400)
    matches = number in CODES and request.POST.get("cvv") == CODES[number]
    made = Charge.objects.create(
        order_number=request.POST.get("order", "")[:32],
        amount=amount,
        processor="demo",
        network=NETWORKS.get(number[:1], "other"),
        cvv_result="M" if matches else "N",
        avs_result="Y" if matches else "U",
        three_d_secure="07",
        status="captured" if matches else "declined",
        created=timezone.now(),
    )
    return JsonResponse({"status": made.status}, status=200 if matches else 402)
