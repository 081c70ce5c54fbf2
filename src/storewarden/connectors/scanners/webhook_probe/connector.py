"""Sends a receiver of webhooks a forged test event and tells how it answers.

First a random address beside it is asked, so that a server that says yes to everything is not taken
for a receiver that does.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Integration
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.bridges import HookAnswer, WebhookAnswers

_WORDS: Final = ("signature", "signed", "hmac")


def gather(hook: Integration, access: Access) -> Iterator[WebhookAnswers]:
    """Tell one fact, after at most three requests."""
    web = access.web
    control = web.send(_event(_beside(hook.url), {}))
    unsigned = _answer(web, hook.url, {}, control)
    forged = None
    if hook.signature_header is not None:
        signature = b64encode(secrets.token_bytes(32)).decode("ascii")
        forged = _answer(web, hook.url, {hook.signature_header: signature}, control)
    path = urlsplit(hook.url).path or "/"
    yield WebhookAnswers(path, unsigned, hook.signature_header or "", forged)


def _answer(web: Web, url: str, headers: dict[str, str], control: Response) -> HookAnswer:
    answer = web.send(_event(url, headers))
    alike = (answer.status, answer.body) == (control.status, control.body)
    speaks = any(word in answer.text.lower() for word in _WORDS)
    return HookAnswer(answer.status, alike, speaks)


def _event(url: str, headers: dict[str, str]) -> Request:
    """A well-formed event about a product that does not exist; it says that it is a test."""
    name = f"storewarden-test-{secrets.token_hex(4)}"
    event = {"event": "product.changed", "test": True, "id": name, "upc": name, "product": name}
    body = json.dumps(event).encode("ascii")
    kind = {"Content-Type": "application/json"}
    return Request(url, "POST", {**kind, **headers}, body=body, follow=False)


def _beside(url: str) -> str:
    """A random address in the same folder as the receiver's."""
    parts = urlsplit(url)
    folder, _, _ = parts.path.rstrip("/").rpartition("/")
    end = "/" if parts.path.endswith("/") else ""
    beside = f"{folder}/{secrets.token_hex(8)}{end}"
    return urlunsplit((parts.scheme, parts.netloc, beside, "", ""))


CONNECTOR = Connector(
    reads=Integration,
    gives=(WebhookAnswers,),
    gather=gather,
    active=True,
    fits=lambda bridge: bridge.style == "webhook",
)
