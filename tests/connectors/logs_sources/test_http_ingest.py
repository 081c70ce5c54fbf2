"""Records sent over HTTP are taken from whom we know, kept before the answer, bounded always."""

import gzip
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Thread
from time import sleep
from typing import Any

import pytest

from storewarden.connectors.logs.http_ingest import Answer, Asked, Ingest, serving
from storewarden.connectors.logs.http_ingest.bodies import LARGEST, UNPACKED
from storewarden.core.errors import Unreachable
from storewarden.core.river import LONGEST, Received

TOKEN = "a-token-of-the-checkout"


@dataclass
class Desk:
    """Takes records in and keeps them at once, later, or never."""

    keep: Callable[[Received], bool] = lambda _received: True
    taken: list[Received] = field(default_factory=list)
    lost: list[tuple[str, int]] = field(default_factory=list)

    def offer(self, received: Received) -> bool:
        if not self.keep(received):
            return False
        self.taken.append(received)
        if received.ticket is not None and not received.ticket.cancelled():
            received.ticket.set_result(received.lines)
        return True

    def dropped(self, source: str, lines: int) -> None:
        self.lost.append((source, lines))


@dataclass
class Door:
    desk: Desk
    port: int

    def send(
        self, body: bytes, path: str = "/ingest", method: str = "POST", **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        shown = {"authorization": f"Bearer {TOKEN}", **headers}
        named = {name.replace("_", "-"): value for name, value in shown.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body, named)
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, json.loads(answer.read()), told
        finally:
            line.close()


@pytest.fixture
def door() -> Iterator[Door]:
    desk = Desk()
    others = {"/v1/hello": lambda asked: Answer(200, {"you": asked.query.get("name", "")})}
    tokens = {"checkout": TOKEN, "cms": "another-token-of-the-cms"}
    with serving("127.0.0.1:0", Ingest(tokens, desk.offer, desk.dropped, others)) as port:
        yield Door(desk, port)


def test_lines_are_answered_when_they_are_kept(door: Door) -> None:
    status, told, headers = door.send(b'{"msg": "one"}\n\n{"msg": "two"}')
    assert (status, told) == (200, {"kept": 2})
    (received,) = door.desk.taken
    assert (received.source, received.data) == ("checkout", b'{"msg": "one"}\n{"msg": "two"}\n')
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
    assert door.send(b"\n \n")[:2] == (200, {"kept": 0})


def test_a_list_is_read_as_lines(door: Door) -> None:
    assert door.send(b'[{"msg":\n"one"}, {"msg": "two"}]')[1] == {"kept": 2}
    assert door.desk.taken[0].data == b'{"msg": "one"}\n{"msg": "two"}\n'
    assert door.send(b'[{"msg": "one"')[0] == 400


def test_a_collector_is_understood(door: Door) -> None:
    log = {"timeUnixNano": "1781524800000000000", "body": {"stringValue": "refused"}}
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [log, log]}]}]}).encode()
    status, told, _ = door.send(gzip.compress(body), "/v1/logs", content_encoding="gzip")
    assert (status, told) == (200, {"partialSuccess": {}})
    assert [json.loads(line) for line in door.desk.taken[0].data.splitlines()] == [
        {"timeUnixNano": 1781524800000000, "body": "refused"}
    ] * 2
    assert door.send(b"{}}", "/v1/logs")[0] == 400


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", "Bearer \xff"])
def test_a_stranger_is_refused(door: Door, shown: str) -> None:
    status, told, headers = door.send(b"{}", authorization=shown)
    assert (status, headers["www-authenticate"], door.desk.taken) == (401, "Bearer", [])
    assert TOKEN not in json.dumps(told)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/", "POST", 404), ("/ingest", "GET", 405), ("/v1/hello?name=ada", "GET", 200)],
)
def test_other_doors_and_ways(door: Door, path: str, method: str, status: int) -> None:
    assert door.send(b"", path, method)[0] == status


@pytest.mark.slow
def test_a_gzip_bomb_is_refused_before_it_goes_off(door: Door) -> None:
    bomb = gzip.compress(b"0" * (UNPACKED * 8))
    assert len(bomb) < LARGEST
    assert door.send(bomb, content_encoding="gzip")[0] == 413
    assert (door.desk.taken, door.desk.lost) == ([], [("checkout", 1)])


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"no gzip", "gzip", 400),
        (gzip.compress(b"{}")[:-4], "gzip", 400),
        (gzip.compress(b"{}") + b"more", "gzip", 400),
        (b"{}", "br", 415),
        (b"x" * (LARGEST + 1), "", 413),
    ],
)
def test_bodies_that_are_not_taken(door: Door, body: bytes, encoding: str, status: int) -> None:
    assert door.send(body, content_encoding=encoding)[0] == status
    assert door.desk.taken == []


def test_when_there_is_no_room_a_sender_is_told_to_come_back(door: Door) -> None:
    door.desk.keep = lambda _received: False
    status, told, headers = door.send(b"{}")
    assert (status, headers["retry-after"]) == (429, "2")
    assert told == {"error": "there is no room now; send it again"}


def test_what_could_not_be_kept_is_told(door: Door) -> None:
    def never(received: Received) -> bool:
        assert received.ticket is not None
        received.ticket.cancel()
        return True

    door.desk.keep = never
    status, _, headers = door.send(b"{}")
    assert (status, headers["retry-after"]) == (503, "5")


def test_long_lines_are_cut_and_counted(door: Door) -> None:
    assert door.send(b"x" * (LONGEST * 3) + b"\n{}\n")[1] == {"kept": 2}
    (received,) = door.desk.taken
    assert (received.lines, received.cut, len(received.data)) == (2, 1, LONGEST + 1 + 3)


def test_the_same_key_means_the_same_records(door: Door) -> None:
    for _ in range(2):
        door.send(b"{}", idempotency_key="batch 7")
    first, second = door.desk.taken
    assert first.id == second.id
    assert first.id.startswith("checkout:sent:")
    assert door.send(b"{}", idempotency_key="x" * 201)[0] == 400


def test_many_senders_are_served_at_once(door: Door) -> None:
    done: list[int] = []
    senders = [Thread(target=lambda: done.append(door.send(b"{}\n" * 50)[0])) for _ in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert done == [200] * 20
    assert sum(received.lines for received in door.desk.taken) == 1_000


def test_a_sender_who_hangs_up_harms_nobody(door: Door) -> None:
    head = f"POST /ingest HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n"
    for rest in ("content-length: 500\r\n\r\n{", "content-length: x\r\n\r\n", "\x00\r\n"):
        with socket.create_connection(("127.0.0.1", door.port)) as sender:
            sender.sendall((head + rest).encode())
            sleep(0.05)
    assert door.send(b"{}")[0] == 200


def test_a_door_that_is_taken_is_told(door: Door) -> None:
    ingest = Ingest({}, door.desk.offer, door.desk.dropped, {})
    taken = f"127.0.0.1:{door.port}"
    with pytest.raises(Unreachable, match="cannot be listened at"), serving(taken, ingest):
        pass


def test_an_answerer_is_asked_with_query_and_headers() -> None:
    asked: list[Asked] = []

    def answer(question: Asked) -> Answer:
        asked.append(question)
        return Answer(403, {"message": "no"})

    desk = Desk()
    with serving("127.0.0.1:0", Ingest({}, desk.offer, desk.dropped, {"/q": answer})) as port:
        assert Door(desk, port).send(b"", "/q?a=1&a=2&b=", "GET", x_api_key="k")[:2] == (
            403,
            {"message": "no"},
        )
    assert asked[0].query == {"a": "2"}
    assert asked[0].headers["x-api-key"] == "k"
