"""Syslog arrives by UDP, TCP and TLS, however it is framed, and floods are counted."""

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.connectors.logs.syslog import Doors, receiving
from storewarden.connectors.logs.syslog.framing import LARGEST, Stream, one_line
from storewarden.core.errors import Unreachable
from storewarden.core.river import LONGEST, Received


@dataclass
class Desk:
    """Takes what is received, as long as there is room."""

    room: bool = True
    taken: list[Received] = field(default_factory=list)
    lost: int = 0

    def offer(self, received: Received) -> bool:
        if self.room:
            self.taken.append(received)
        return self.room

    def dropped(self, source: str, lines: int) -> None:
        assert source == "auth"
        self.lost += lines

    def lines(self) -> list[bytes]:
        return b"".join(each.data for each in self.taken).splitlines()

    def wait(self, count: int) -> list[bytes]:
        until = time.monotonic() + 10
        while len(self.lines()) < count and time.monotonic() < until:
            time.sleep(0.01)
        return self.lines()


@contextmanager
def open_doors(**doors: object) -> Iterator[tuple[Desk, dict[str, int]]]:
    desk = Desk()
    with receiving(Doors("auth", **doors), desk.offer, desk.dropped) as ports:  # type: ignore[arg-type]  # doors by name
        yield desk, ports


def test_datagrams_are_messages() -> None:
    with (
        open_doors(udp="127.0.0.1:0") as (desk, ports),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        for text in (b"<34>1 - - - - - - one", b"<34>two\nlines\n", b"\x00\n", b"<34>three\x00"):
            sender.sendto(text, ("127.0.0.1", ports["udp"]))
        assert desk.wait(3) == [b"<34>1 - - - - - - one", b"<34>two#012lines", b"<34>three"]
    assert {each.source for each in desk.taken} == {"auth"}
    assert sum(each.lines for each in desk.taken) == 3


def test_a_flood_that_finds_no_room_is_counted() -> None:
    with (
        open_doors(udp="127.0.0.1:0") as (desk, ports),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        desk.room = False
        for _ in range(100):
            sender.sendto(b"<34>" + b"x" * 30_000, ("127.0.0.1", ports["udp"]))
            time.sleep(0.002)
        time.sleep(0.2)
        held = 100 - desk.lost
        assert 10 < held < 25
        desk.room = True
        assert len(desk.wait(held)) == held


def test_connections_frame_by_count_and_by_newline() -> None:
    with open_doors(tcp="127.0.0.1:0") as (desk, ports):
        for text in (b"<34>one\n<34>two\r\n<34>th", b"14 <34>1 counted\n7 <34>two"):
            with socket.create_connection(("127.0.0.1", ports["tcp"])) as sender:
                sender.sendall(text)
            time.sleep(0.1)
        assert desk.wait(5) == [
            b"<34>one",
            b"<34>two",
            b"<34>th",
            b"<34>1 counted",
            b"<34>two",
        ]


def test_a_sender_by_tcp_waits_while_there_is_no_room() -> None:
    with open_doors(tcp="127.0.0.1:0") as (desk, ports):
        desk.room = False
        message = b"<34>" + b"x" * 1_000 + b"\n"
        with socket.create_connection(("127.0.0.1", ports["tcp"]), timeout=0.5) as sender:
            sent = until_it_blocks(sender, message * 100)
            assert sent < 30_000_000
            desk.room = True
            sender.settimeout(10)
            sender.sendall(b"\n<34>last\n")
        until = time.monotonic() + 10
        while desk.lines()[-1:] != [b"<34>last"] and time.monotonic() < until:
            time.sleep(0.05)
        assert desk.lines()[-1] == b"<34>last"
        assert len(desk.lines()) == sent // len(message) + 1 + bool(sent % len(message))


def until_it_blocks(sender: socket.socket, text: bytes) -> int:
    sent = 0
    try:
        while True:
            sent += sender.send(text)
    except TimeoutError:
        return sent


def test_who_announces_a_gigabyte_is_hung_up_on() -> None:
    with open_doors(tcp="127.0.0.1:0") as (desk, ports):
        with socket.create_connection(("127.0.0.1", ports["tcp"]), timeout=5) as sender:
            sender.sendall(b"9999999 x")
            assert sender.recv(1) == b""
        assert (desk.lost, desk.lines()) == (1, [])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", key, "-out", chain, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


def test_tls_is_spoken(certificate: tuple[Path, Path]) -> None:
    chain, key = certificate
    trust = ssl.create_default_context(cafile=str(chain))
    with (
        open_doors(tls="127.0.0.1:0", certificate=chain, key=key) as (desk, ports),
        socket.create_connection(("127.0.0.1", ports["tls"])) as plain,
        trust.wrap_socket(plain, server_hostname="127.0.0.1") as sender,
    ):
        sender.sendall(b"8 <34>1 ab")
        assert desk.wait(1) == [b"<34>1 ab"]


def test_doors_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    with open_doors(udp="127.0.0.1:0") as (_, ports):
        taken = f"127.0.0.1:{ports['udp']}"
        with pytest.raises(Unreachable, match="syslog cannot be received"), open_doors(udp=taken):
            pass
    with pytest.raises(Unreachable, match="TLS needs"), open_doors(tls="127.0.0.1:0"):
        pass
    broken = tmp_path / "cert.pem"
    broken.write_text("no certificate", "utf-8")
    with pytest.raises(Unreachable), open_doors(tls="127.0.0.1:0", certificate=broken):
        pass


@given(
    st.lists(st.binary(min_size=1, max_size=30).filter(lambda m: b"\n" not in m), max_size=8),
    st.lists(st.integers(1, 12), max_size=30),
    st.booleans(),
)
def test_messages_are_the_same_however_the_bytes_arrive(
    messages: list[bytes],
    sizes: list[int],
    counted: bool,  # noqa: FBT001 - hypothesis hands it over
) -> None:
    framed = [b"<" + message for message in messages]
    whole = b"".join(b"%d %s" % (len(each), each) if counted else each + b"\n" for each in framed)
    stream, got, at = Stream(), list[bytes](), 0
    for size in [*sizes, len(whole)]:
        got += list(stream.feed(whole[at : at + size]))
        at += size
    assert (got, stream.rest()) == (framed, b"")


def test_endless_lines_are_cut_or_given_up() -> None:
    stream = Stream()
    long = list(stream.feed(b"<" + b"x" * (LONGEST + 5) + b"\n<next\n"))
    assert ([len(each) for each in long], stream.cut) == ([LONGEST, 5], 1)
    begun = [each for _ in range(40) for each in stream.feed(b"<" + b"y" * 100_000)]
    assert begun == [b"<" + b"y" * (LONGEST - 1)]
    assert len(stream._held) <= LARGEST + 100_001
    assert list(stream.feed(b"\n<after\n")) == [b"<after"]
    assert stream.cut == 2
    assert len(one_line(b"\n" * 5 + b"x\n" * 100_000)) == LONGEST
