"""Sends webhooks to the content system over TLS; a receiver that is away is noted, not fatal."""

import base64
import hashlib
import hmac
import json
import logging

import urllib3
from django.conf import settings

from lab.estate.vault import secret

log = logging.getLogger(__name__)
PATIENCE = urllib3.Timeout(connect=1.0, read=3.0)


def signature(body: bytes) -> str:
    """Base64 of the HMAC-SHA256 of the body with the secret that both sites share."""
    key = secret(settings.STATE, "hook-secret").encode()
    return base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()


def post(path: str, told: dict[str, object], *, signed: bool) -> int | None:
    """Tell the content system; give its status, or None when nobody was there."""
    if not settings.CMS_URL:
        return None
    body = json.dumps(told).encode()
    headers = {"Content-Type": "application/json"}
    if signed:
        headers["X-Shop-Signature"] = signature(body)
    with urllib3.PoolManager(ca_certs=settings.CA_FILE or None, timeout=PATIENCE) as web:
        try:
            answer = web.request(
                "POST", settings.CMS_URL + path, body=body, headers=headers, retries=False
            )
        except urllib3.exceptions.HTTPError as gone:
            log.warning("the content system did not hear about %s: %s", path, gone)
            return None
        return answer.status
