"""The watch as a program that receives: HTTP and syslog in, findings and decisions out."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storewarden.bootstrap import installed
from tests.cli.conftest import ESTATE, PACKAGE, Storewarden

RECEIVING = """
[ingest]
listen = "127.0.0.1:0"
tokens = { checkout = "CHECKOUT_TOKEN" }
syslog_udp = "127.0.0.1:0"
syslog_source = "auth"
[blocking]
enabled = true
severity = "low"
block_list = "blocked.txt"
key_env = "BOUNCER_KEY"
"""
SECRETS = {"CHECKOUT_TOKEN": "token-of-the-checkout", "BOUNCER_KEY": "key-of-the-bouncer"}
PROGRAM = """
import sys
from storewarden.bootstrap import installed
from storewarden.cli import main
from storewarden.notify.blocking import crawlers
whole = installed.installed_patterns
installed.installed_patterns = lambda: [p for p in whole() if p.attack == "sqli"]
crawlers.system_resolver = lambda: crawlers.Resolver(lambda _a: (), lambda _n: ())
main(sys.argv[1:])
"""
PROBE = {
    "client.address": "8.8.4.4",
    "http.request.method": "GET",
    "url.path": "/search",
    "url.query": "q=1%27%20union%20select%20user,password%20from%20users--",
    "http.response.status_code": 200,
}


@pytest.fixture
def doors(home: Path) -> Iterator[tuple["subprocess.Popen[bytes]", dict[str, str]]]:
    """The program at work, and the ports of its doors."""
    (home / "storewarden.toml").write_text(ESTATE + RECEIVING, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "watch"],
        cwd=home,
        env={**os.environ, **SECRETS, "PYTHONPATH": PACKAGE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        yield running, status(home / ".storewarden" / "watch.json")["doors"]
        running.kill()


def status(file: Path) -> dict[str, Any]:
    until = time.monotonic() + 200
    while True:
        told: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        if "http" in told.get("doors", {}):
            return told
        assert time.monotonic() < until, "the doors never opened"
        time.sleep(0.1)


def ask(port: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body, named)
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


@pytest.mark.slow
def test_what_is_sent_becomes_findings_and_decisions(
    home: Path, doors: tuple["subprocess.Popen[bytes]", dict[str, str]], storewarden: Storewarden
) -> None:
    running, ports = doors
    shown = {"authorization": f"Bearer {SECRETS['CHECKOUT_TOKEN']}"}
    body = json.dumps(PROBE).encode() + b"\n" + b'{"msg": "fine"}\n'
    assert ask(ports["http"], "POST", "/ingest", body, **shown) == (200, {"kept": 2})
    assert running.stdout is not None
    line = running.stdout.readline().decode()
    assert "pattern_sqli address 8.8.4.4 on checkout" in line
    failed = "sshd[1]: Failed password for root from 9.9.9.9 port 22 ssh2"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(3):
            sender.sendto(f"<38>1 - web1 {failed[:4]} - - - {failed[9:]}".encode(),
                          ("127.0.0.1", int(ports["syslog_udp"])))  # fmt: skip
    key = {"x_api_key": SECRETS["BOUNCER_KEY"]}
    told: Any = {"new": []}
    until = time.monotonic() + 30
    while not told["new"] and time.monotonic() < until:
        time.sleep(0.2)
        code, told = ask(ports["http"], "GET", "/v1/decisions/stream?startup=true", b"", **key)
        assert code == 200
    assert [(each["value"], each["scenario"]) for each in told["new"]] == [
        ("8.8.4.4", "storewarden/pattern_sqli")
    ]
    assert ask(ports["http"], "GET", "/v1/decisions/stream")[0] == 403
    assert (home / "blocked.txt").read_text("utf-8").splitlines()[1:] == ["8.8.4.4"]
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, b"5 lines, 5 kept" in err) == (0, True)
    findings = json.loads(storewarden("findings", "--format", "json").out)["findings"]
    assert ("alert.pattern_sqli", "estate", "address 8.8.4.4") in {
        (each["check"], each["asset"], each["subject"]) for each in findings
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "words", "code"),
    [
        ('[ingest]\nlisten = "127.0.0.1:0"\ntokens = { app = "NOT_SET" }', "NOT_SET is not set", 3),
        (
            '[logs.app]\npath = "app.log"\n[ingest]\ntokens = { app = "X" }',
            "[ingest] receives app, but [logs] follows a log of that name",
            2,
        ),
        (
            '[blocking]\nenabled = true\nwebhook = "https://hook.shop.example/"',
            "no `webhook_key_env` to sign with",
            2,
        ),
    ],
)
def test_what_cannot_be_opened_is_told(
    home: Path,
    storewarden: Storewarden,
    monkeypatch: pytest.MonkeyPatch,
    lines: str,
    words: str,
    code: int,
) -> None:
    few = [each for each in installed.installed_patterns() if each.attack == "sqli"]
    monkeypatch.setattr(installed, "installed_patterns", lambda: few)
    (home / "storewarden.toml").write_text(f"{ESTATE}{lines}\n", "utf-8")
    answer = storewarden("watch")
    assert words in answer.err
    assert answer.code == code
