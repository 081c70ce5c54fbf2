"""Answers senders: who are you, what do you bring, and is it kept."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec

from storewarden.connectors.logs.http_ingest.bodies import Message, Receive, Refused, body_of
from storewarden.core.errors import StorewardenError
from storewarden.core.river import LONGEST, Dropped, Offer, Received
from storewarden.kernels.records import records_in

_PATIENCE: Final = 30.0
_LONGEST_ID: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one of the other rooms that answer at the same door."""

    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What they say; ``told`` is sent as JSON."""

    status: int
    told: object


@dataclass(frozen=True, slots=True)
class Ingest:
    """An ASGI application.

    Attributes:
        tokens: source -> its secret token.
        offer: takes lines in.
        dropped: is told of records that were refused for good.
        others: path -> who answers GET requests there.
    """

    tokens: Mapping[str, str]
    offer: Offer
    dropped: Dropped
    others: Mapping[str, Callable[[Asked], Answer]]

    async def __call__(
        self, scope: Message, receive: Receive, send: Callable[..., Any]
    ) -> None:  # Any: ASGI's own
        """Answer one request."""
        if scope["type"] != "http":
            return
        wait: int | None = None
        try:
            status, told = await self._answered(scope, receive)
        except Refused as no:
            status, told, wait = no.status, {"error": str(no)}, no.wait
        except StorewardenError as odd:
            status, told = 400, {"error": str(odd)}
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        if wait is not None:
            headers.append((b"retry-after", str(wait).encode()))
        if status == 401:  # noqa: PLR2004 - HTTP's unauthorized
            headers.append((b"www-authenticate", b"Bearer"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": msgspec.json.encode(told)})

    async def _answered(self, scope: Message, receive: Receive) -> tuple[int, object]:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        path, method = scope["path"], scope["method"]
        if path in self.others and method == "GET":
            answer = self.others[path](Asked(_query(scope), headers))
            return answer.status, answer.told
        read = {"/ingest": _lines, "/v1/logs": _otlp}.get(path)
        if read is None:
            raise Refused(404, "nothing is received here")
        if method != "POST":
            raise Refused(405, "records are sent with POST")
        source = self._source(headers.get("authorization", ""))
        encoding = headers.get("content-encoding", "").strip().lower()
        body = await self._body(source, receive, encoding)
        kept = await self._kept(read(body, source, _id(headers, source)))
        return 200, {"partialSuccess": {}} if path == "/v1/logs" else {"kept": kept}

    def _source(self, shown: str) -> str:
        """Whose token it is; every token is compared, so that the time tells nothing."""
        kind, _, token = shown.partition(" ")
        known = sha256(token.strip().encode()).digest()
        found = ""
        for source, own in self.tokens.items():
            if compare_digest(sha256(own.encode()).digest(), known):
                found = source
        if not found or kind.lower() != "bearer":
            raise Refused(401, "send the token of your source: Authorization: Bearer ...")
        return found

    async def _body(self, source: str, receive: Receive, encoding: str) -> bytes:
        """The body in time; what is too large is refused for good, and counted."""
        try:
            return await asyncio.wait_for(body_of(receive, encoding), _PATIENCE)
        except TimeoutError as late:
            raise Refused(408, "the body did not come in time; send it again", wait=1) from late
        except Refused as no:
            if no.status == 413:  # noqa: PLR2004 - HTTP's content too large
                self.dropped(source, 1)
            raise

    async def _kept(self, received: Received) -> int:
        """Hand over and wait until it is kept."""
        if not received.lines:
            return 0
        ticket: Future[int] = Future()
        if not self.offer(replace(received, ticket=ticket)):
            raise Refused(429, "there is no room now; send it again", wait=2)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(ticket), _PATIENCE)
        except (TimeoutError, asyncio.CancelledError) as late:
            if isinstance(late, asyncio.CancelledError) and not ticket.cancelled():
                raise
            raise Refused(503, "it could not be kept in time; send it again", wait=5) from late


def _lines(body: bytes, source: str, id_: str) -> Received:
    """JSON lines, or one JSON list of objects."""
    if body.lstrip()[:1] == b"[":
        try:
            listed = msgspec.json.decode(body, type=list[msgspec.Raw])
        except (msgspec.MsgspecError, RecursionError) as odd:
            raise Refused(400, f"no JSON list: {odd}") from odd
        body = b"\n".join(bytes(each).replace(b"\n", b" ") for each in listed)
    lines = [line for line in body.split(b"\n") if line.strip()]
    cut = sum(len(line) > LONGEST for line in lines)
    data = b"".join(line[:LONGEST] + b"\n" for line in lines)
    return Received(source, data, len(lines), cut, id_)


def _otlp(body: bytes, source: str, id_: str) -> Received:
    records = [msgspec.json.encode(record) for record in records_in(body)]
    return _lines(b"\n".join(records), source, id_)


def _id(headers: Mapping[str, str], source: str) -> str:
    """The sender's own name for what he sends; the same name is kept once."""
    key = headers.get("idempotency-key", "")
    if not key:
        return ""
    if len(key) > _LONGEST_ID:
        raise Refused(400, f"an Idempotency-Key may have {_LONGEST_ID} characters")
    return f"{source}:sent:{sha256(key.encode()).hexdigest()}"


def _query(scope: Message) -> dict[str, str]:
    try:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=20)
    except ValueError as odd:
        raise Refused(400, "too many parameters") from odd
    return {name: values[-1] for name, values in asked.items()}
