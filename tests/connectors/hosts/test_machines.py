"""Machines are read from themselves, from a collected file, and by a real SSH server."""

import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from storewarden.connectors.hosts.machines import Local, collected, open_machine, written
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import MOST, Output, Reading
from tests.connectors.hosts.answering import Answering
from tests.support.access import NOON

ECHO = Reading("echo", ("echo", "it's", "$HOME", ";", "id"))


def test_this_machine_answers_in_english_and_without_a_shell() -> None:
    assert Local().read(ECHO) == Output(0, "it's $HOME ; id\n")
    failed = Local().read(Reading("missing", ("cat", "/no/such/file")))
    assert failed == Output(1, "cat: /no/such/file: No such file or directory\n")


def test_a_program_that_is_not_there_is_told_apart_from_one_that_fails() -> None:
    assert Local().read(Reading("none", ("no-such-program-here",))) == Output(None)


def test_a_slow_program_is_given_up() -> None:
    with pytest.raises(Unreachable, match=r"slow gave no answer within 0\.2 s"):
        Local().read(Reading("slow", ("sleep", "9"), 0.2))


def test_a_flood_is_cut() -> None:
    flood = Local().read(Reading("flood", ("head", "-c", str(MOST + 9), "/dev/zero")))
    assert (len(flood.text), flood.cut) == (MOST, True)


def test_what_was_collected_is_read_back_with_the_reasons_of_what_failed(tmp_path: Path) -> None:
    machine = Answering(
        {
            "echo": "hello\n",
            "bad": Output(3, "\x1b[31m\ud800?".encode("utf-8", "replace").decode(), True),
        },
        frozenset({"slow"}),
    )
    readings = [ECHO, Reading("bad", ()), Reading("slow", ()), Reading("gone", ())]
    file = tmp_path / "host.json"
    file.write_bytes(written(machine, readings, NOON))
    back = collected(file, NOON + timedelta(days=2), 2)
    assert [back.read(reading) for reading in (readings[0], readings[1], readings[3])] == [
        machine.read(readings[0]),
        machine.read(readings[1]),
        Output(None),
    ]
    with pytest.raises(Unreachable, match="slow gave no answer"):
        back.read(readings[2])
    with pytest.raises(Unreachable, match=r"host\.json does not hold new; collect it again"):
        back.read(Reading("new", ()))


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"", "host.json is no file of `storewarden collect`"),
        (b"<html>", "host.json is no file of `storewarden collect`"),
        (b"[" * 20_000, "host.json is no file of `storewarden collect`"),
        (b'{"form": 1}', "host.json is no file of `storewarden collect`"),
        (
            b'{"form": 2, "collected": "2026-06-15T12:00:00Z", "readings": {}}',
            "host.json was collected by a newer Storewarden than this one",
        ),
        (
            b'{"form": 1, "collected": "2026-06-15T12:00:00", "readings": {}}',
            "host.json does not say in which time zone it was collected",
        ),
        (
            b'{"form": 1, "collected": "2026-06-13T11:59:59Z", "readings": {}}',
            "host.json was collected on 2026-06-13, more than 2 days ago; collect again",
        ),
    ],
)
def test_a_collected_file_that_cannot_be_believed_says_why(
    tmp_path: Path, content: bytes, because: str
) -> None:
    file = tmp_path / "host.json"
    file.write_bytes(content)
    with pytest.raises(Unreachable) as gone:
        collected(file, NOON, 2)
    assert str(gone.value) == because


def test_each_reading_of_a_host_is_made_once(tmp_path: Path) -> None:
    counter = tmp_path / "count"
    reading = Reading("count", ("sh", "-c", f"echo x >> {counter}; wc -l < {counter}"))
    machine = open_machine(Host("here"), NOON)
    assert [machine.read(reading).text.strip() for _ in range(3)] == ["1", "1", "1"]


def test_a_host_elsewhere_without_a_way_is_unknown_and_says_what_to_do() -> None:
    with pytest.raises(Unreachable, match="give it `ssh_key_file`, or a file of `storewarden coll"):
        open_machine(Host("web1", "web1.example"), NOON)


@dataclass(frozen=True)
class Server:
    """A real sshd on loopback."""

    port: int
    key: Path
    known_hosts: Path

    def host(self, **other: Path | str) -> Host:
        ways: dict[str, object] = {
            "ssh_user": getpass.getuser(),
            "ssh_port": self.port,
            "ssh_key_file": self.key,
            "known_hosts": self.known_hosts,
        }
        return Host("web1", "127.0.0.1", **(ways | other))  # type: ignore[arg-type]  # fields by name


def new_key(path: Path) -> str:
    quiet = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(path))
    subprocess.run(quiet, check=True)
    return path.with_name(f"{path.name}.pub").read_text("ascii")


@contextmanager
def sshd(folder: Path) -> Iterator[Server]:
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program is not None, "the tests need sshd (Debian: openssh-server)"
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    machine_key = new_key(folder / "machine")
    (folder / "authorized").write_text(new_key(folder / "ours"), "ascii")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {machine_key}", "ascii")
    settings = {
        "ListenAddress": "127.0.0.1",
        "Port": port,
        "HostKey": folder / "machine",
        "AuthorizedKeysFile": folder / "authorized",
        "StrictModes": "no",
        "UsePAM": "no",
        "PidFile": "none",
    }
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = subprocess.Popen([program, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Server(port, folder / "ours", folder / "known_hosts")
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as up:
        yield up


@pytest.mark.slow
def test_a_host_is_read_by_ssh_word_for_word(server: Server) -> None:
    machine = open_machine(server.host(), NOON)
    assert machine.read(ECHO) == Output(0, "it's $HOME ; id\n")
    assert machine.read(Reading("none", ("no-such-program-here",))) == Output(None)
    assert machine.read(Reading("fails", ("sh", "-c", "exit 3"))) == Output(3)


@pytest.mark.slow
def test_a_host_whose_key_is_not_known_is_not_read(server: Server, tmp_path: Path) -> None:
    stranger = tmp_path / "known_hosts"
    stranger.write_text("", "ascii")
    with pytest.raises(Unreachable, match=r"web1 cannot be read by SSH: .*ost key verification"):
        open_machine(server.host(known_hosts=stranger), NOON).read(ECHO)


@pytest.mark.slow
def test_a_key_that_is_not_allowed_is_told(server: Server, tmp_path: Path) -> None:
    new_key(tmp_path / "other")
    with pytest.raises(Unreachable, match=r"web1 cannot be read by SSH: .*Permission denied"):
        open_machine(server.host(ssh_key_file=tmp_path / "other"), NOON).read(ECHO)


@pytest.mark.slow
def test_collect_reads_this_machine_into_a_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "storewarden", "collect"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr, told["form"]) == (0, b"", 1)
    assert {"apt_upgrades", "os_release", "old_libraries", "programs"} <= set(told["readings"])
    assert told["readings"]["running_kernel"]["text"].strip() == os.uname().release
