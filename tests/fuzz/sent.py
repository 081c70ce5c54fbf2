"""What others send to us: requests with records, and streams that are cut into lines."""

import asyncio
import gzip
import json
from typing import Any

from storewarden.connectors.logs.http_ingest.answering import Ingest
from storewarden.connectors.logs.syslog.framing import Stream, one_line
from storewarden.connectors.logs.tail.framing import Frame
from storewarden.core.errors import Unreachable
from storewarden.core.river import LONGEST, Received
from storewarden.kernels import records
from tests.fuzz.target import Target, must, shows_safely

OTLP = (
    b'{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1790000000000000000",'
    b'"body":{"stringValue":"x"},"attributes":[{"key":"a","value":{"arrayValue":{"values":'
    b'[{"intValue":"5"},{"kvlistValue":{"values":[{"key":"b","value":{"doubleValue":1}}]}}]}}}]}]}]}]}'
)
LONG = b"x" * (LONGEST // 2 + 1)


def ingest(data: bytes) -> None:
    """The first byte chooses the door, and how the body is packed."""
    how, body = data[:1] or b"\0", data[1:]
    packed = gzip.compress(body, 1, mtime=0) if how[0] & 2 else body
    headers = [
        (b"authorization", b"Bearer t"),
        *([(b"content-encoding", b"gzip")] * (how[0] >> 2 & 1)),
    ]
    path = "/v1/logs" if how[0] & 1 else "/ingest"
    taken: list[Received] = []
    told: list[dict[str, Any]] = []  # Any: ASGI's own messages

    def offer(received: Received) -> bool:
        taken.append(received)
        if received.ticket is not None:
            received.ticket.set_result(received.lines)
        return True

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": packed}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    scope = {"type": "http", "path": path, "method": "POST", "headers": headers}
    asyncio.run(Ingest({"s": "t"}, offer, lambda _source, _lines: None, {})(scope, receive, send))
    must(told[0]["status"] in {200, 400, 413}, f"the answer is {told[0]['status']}")
    shows_safely(json.dumps(json.loads(told[1]["body"])))
    must(not taken or told[0]["status"] == 200, "records were taken and refused")
    for each in taken:
        batch = records.parse(each.data, source="s", first_line=1)
        must(each.data.count(b"\n") == each.lines, "a record became two lines")
        must(batch.num_rows == each.lines, "a record was lost")
        batch.validate(full=True)


def tail(data: bytes) -> None:
    """However a file grows, the same lines come out; a byte 0xFE stands for half a long line."""
    grown = data.replace(b"\xfe", LONG)
    frame, out, cut = Frame(), b"", 0
    step = max(1, (data[0] if data else 1) * 257)
    for at in range(0, len(grown), step):
        block, shortened = frame.feed(grown[at : at + step])
        must(not block or block.endswith(b"\n"), "a line was given out before it ended")
        out, cut = out + block, cut + shortened
    rest, last = frame.rest()
    lines = grown.split(b"\n")
    must(out + rest == b"\n".join(line[:LONGEST] for line in lines), "other lines came out")
    must(cut + last == sum(len(line) > LONGEST for line in lines), "a cut line was not counted")


def stream(data: bytes) -> None:
    """However a connection is cut, the same messages come out."""
    sent = data.replace(b"\xfe", LONG)
    whole = _messages(sent, len(sent) or 1)
    must(_messages(sent, 1 + len(sent) // 7) == whole, "other pieces made other messages")
    for message in whole:
        must(b"\n" not in one_line(message), "a message became two lines")
        must(len(message) <= LONGEST, "a message is too long")


def _messages(sent: bytes, step: int) -> list[bytes]:
    incoming = Stream()
    messages: list[bytes] = []
    try:
        for at in range(0, len(sent), step):
            messages.extend(incoming.feed(sent[at : at + step]))
    except Unreachable:
        return messages
    return [*messages, incoming.rest()]


TARGETS = (
    Target(
        "ingest-bodies",
        ingest,
        "JSON lines, JSON lists and OTLP, plain and gzip: taken or refused, a line a record, no more",
        (
            b'\x00{"a":1}\n{"b":2}\n\nx',
            b'\x00[{"a":1},{"b":"\\n"},\n[1]]',
            b"\x01" + OTLP,
            b"\x07" + OTLP,
            b'\x06{"a":1}\n',
            b"\x04" + gzip.compress(b'{"a":1}\n', mtime=0),
            b'\x01{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":99999999999999999999}]}]}]}',
            b'\x01{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"intValue":1e999}}]}]}]}',
        ),
    ),
    Target(
        "tail-framing",
        tail,
        "the same lines however the file grows; what is longer than 64 KiB is cut and counted",
        (b"\x01a\nb\n\nc", b"\xfe\xfe\n\xfe\nx", b"\x00\r\n\x00\n", b"\x05\xfe\xfe\xfe"),
    ),
    Target(
        "syslog-stream",
        stream,
        "the same messages however the connection is cut, one line each, none too long",
        (b"5 <1>ab12 <34>1 - - - -\n", b"<34>x\n<35>y\n", b"99999999 x", b"3 a\nb0\xfe\xfe\n1 x"),
    ),
)
