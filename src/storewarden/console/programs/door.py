"""Answers other programs before any page: published advisories, as JSON, without a session.

Nothing of the estate is told here, only what the followed lists say of packages that are asked for.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from storewarden.bootstrap.answering import NOTHING_BELOW, PATHS, Question
from storewarden.core.errors import StorewardenError

Scope = Mapping[str, Any]  # ASGI's own shape: values of every kind
Receive = Callable[[], Awaitable[Mapping[str, Any]]]  # the same
Send = Callable[[Mapping[str, Any]], Awaitable[None]]  # the same
Answer = Callable[[Question], tuple[int, object]]
LARGEST: Final = 4 * 1024**2
"""Bytes of a question that are read."""


def is_asked(scope: Scope) -> bool:
    """Whether a request is for this door."""
    if scope["type"] != "http":
        return False
    return scope["path"] in PATHS or scope["path"].startswith(NOTHING_BELOW)


async def answered(scope: Scope, receive: Receive, send: Send, answer: Answer) -> None:
    """Answer one request; trouble of the house is told as 503, never as an empty answer."""
    if scope["path"] not in PATHS:
        await _said(send, 404, {"message": "there are advisories here, and no packages"})
        return
    if scope["method"] not in PATHS[scope["path"]]:
        await _said(send, 405, {"message": f"ask by {' or '.join(PATHS[scope['path']])}"})
        return
    body = await _body(receive)
    if body is None:
        await _said(send, 413, {"message": f"at most {LARGEST} bytes are read"})
        return
    asked = Question(
        scope["method"],
        scope["path"],
        _base(scope),
        scope.get("query_string", b"").decode("ascii", "replace"),
        body,
    )
    try:
        status, told = await asyncio.to_thread(answer, asked)
    except StorewardenError as trouble:
        status, told = 503, {"message": str(trouble)}
    await _said(send, status, told)


async def _body(receive: Receive) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _base(scope: Scope) -> str:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    host = hosts[0].decode("ascii", "replace") if hosts else "127.0.0.1"
    return f"{scope.get('scheme', 'http')}://{host}"


async def _said(send: Send, status: int, told: object) -> None:
    body = json.dumps(told).encode("ascii")
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
