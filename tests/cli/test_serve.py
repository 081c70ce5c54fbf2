"""The pages are served on this machine alone, to whoever has the link."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import PACKAGE, Storewarden


@pytest.mark.slow
def test_the_link_opens_the_pages_until_it_is_stopped(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "storewarden", "serve"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": PACKAGE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/\S+", running.stdout.readline())
            assert found, running.stderr and running.stderr.read()
            link = urlsplit(found.group())
            assert link.port is not None
            assert link.path.startswith("/enter/")
            assert status(link.port, "/") != 200
            assert status(link.port, link.path) == 302
            assert status(link.port, link.path) != 302
        finally:
            running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert link.path.rpartition("/")[2] not in out + err


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_port_that_is_taken_is_told(storewarden: Storewarden) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = storewarden("serve", "--port", str(taken.getsockname()[1]))
    assert answer.code == 3
    assert "cannot be used" in answer.err


def test_a_broken_estate_file_is_told_first(storewarden: Storewarden, home: Path) -> None:
    (home / "storewarden.toml").write_text("[estate", "utf-8")
    assert storewarden("serve").code == 2
