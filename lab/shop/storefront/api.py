"""The partners API: products for those who bring a key, changes for those who may write."""

import json
from datetime import timedelta

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oscar.core.loading import get_model

from lab.shop.gateway.views import pounds
from lab.shop.partners.models import ApiKey, hashed

StockRecord = get_model("partner", "StockRecord")
REFUSED = {"error": "an API key is needed"}


def key_of(request):
    """Find the key that the caller brought, in a header or in the address; None without one."""
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
    key = ApiKey.objects.filter(key_hash=hashed(brought or request.GET.get("api_key", ""))).first()
    now = timezone.now()
    if key and (key.last_used is None or now - key.last_used > timedelta(minutes=1)):
        ApiKey.objects.filter(pk=key.pk).update(last_used=now)
    return key


def as_told(record):
    """Give what a caller learns of one product."""
    image = record.product.primary_image()
    return {
        "upc": record.product.upc,
        "title": record.product.title,
        "price": str(record.price),
        "url": record.product.get_absolute_url(),
        "image": image["original"].url if isinstance(image, dict) else image.original.url,
    }


def products(request):
    """List products, dearest last; ``limit`` at most 100."""
    if key_of(request) is None:
        return JsonResponse(REFUSED, status=401)
    limit = request.GET.get("limit", "")
    number = min(int(limit), 100) if limit.isdecimal() else 100
    records = StockRecord.objects.select_related("product").prefetch_related("product__images")
    return JsonResponse({"products": [as_told(r) for r in records.order_by("price")[:number]]})


@csrf_exempt
@require_POST
def change(request, upc):
    """Set ``price`` or ``in_stock`` of one product; the key must be one that can write."""
    key = key_of(request)
    if key is None or key.permissions != "write":
        return JsonResponse(REFUSED, status=401 if key is None else 403)
    record = StockRecord.objects.filter(product__upc=upc).first()
    if record is None:
        return JsonResponse({"error": "no such product"}, status=404)
    try:
        told = json.loads(request.body)
        record.price = pounds(str(told.get("price", record.price)))
        record.num_in_stock = abs(int(told.get("in_stock", record.num_in_stock)))
    except (ValueError, OverflowError, AttributeError, TypeError):
        record.price = None
    if record.price is None:
        return JsonResponse({"error": "price and in_stock are numbers"}, status=400)
    record.save()
    record.product.save()
    return JsonResponse(as_told(record))
