"""Tells one web address of each decision, signed so that a forgery can be told from it."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

import urllib3

from storewarden.core.errors import Unreachable
from storewarden.notify.blocking.deciding import Decision

SIGNATURE: Final = "X-Storewarden-Signature"
"""Header ``t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">``."""

_TIMEOUT: Final = urllib3.Timeout(connect=5, read=10)
_GOOD: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where decisions are told, and the key of the signature."""

    url: str
    key: str = field(repr=False)

    def tell(self, decisions: Sequence[Decision], now: datetime) -> None:
        """Send decisions; raises `Unreachable` when they were not taken."""
        body = json.dumps({"decisions": [_told(each) for each in decisions]}).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: signature(body, self.key, int(now.timestamp())),
        }
        try:
            with urllib3.PoolManager(timeout=_TIMEOUT, retries=False) as pool:
                answer = pool.request("POST", self.url, body=body, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as gone:
            why = type(gone).__name__
            raise Unreachable(f"the webhook of [blocking] was not reached: {why}") from gone
        if answer.status not in _GOOD:
            raise Unreachable(f"the webhook of [blocking] answered {answer.status}")


def signature(body: bytes, key: str, at: int) -> str:
    """The value of the header for a body at a time."""
    signed = hmac.new(key.encode(), b"%d." % at + body, sha256).hexdigest()
    return f"t={at},v1={signed}"


def _told(decision: Decision) -> dict[str, str]:
    return {
        "address": decision.address,
        "rule": decision.rule,
        "since": decision.since.isoformat(timespec="seconds"),
        "until": decision.until.isoformat(timespec="seconds"),
    }
