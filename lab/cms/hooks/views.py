"""Two doors for the shop: one takes anything (planted), one asks for a signature."""

import base64
import hashlib
import hmac
import json

from django.conf import settings
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lab.cms.hooks.models import Notice
from lab.estate.vault import secret


def take(kind: str, body: bytes) -> JsonResponse:
    """Note what was told; a body that is no JSON object is noted as text."""
    text = body[:4000].decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    upc = str(told.get("upc", ""))[:64] if isinstance(told, dict) else ""
    Notice.objects.create(kind=kind, upc=upc, told=text.replace("\x00", ""))
    return JsonResponse({"accepted": True})


def signature(body: bytes) -> bytes:
    """Base64 of the HMAC-SHA256 of the body."""
    key = secret(settings.STATE, "hook-secret").encode()
    return base64.b64encode(hmac.new(key, body, hashlib.sha256).digest())


@csrf_exempt
@require_POST
def product_changed(request):
    return take("product-changed", request.body)


@csrf_exempt
@require_POST
def price_changed(request):
    brought = request.headers.get("X-Shop-Signature")
    if brought is None:
        return JsonResponse({"error": "no signature"}, status=401)
    if not hmac.compare_digest(brought.encode("utf-8", "replace"), signature(request.body)):
        return JsonResponse({"error": "the signature does not fit"}, status=403)
    return take("price-changed", request.body)
