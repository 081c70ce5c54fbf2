"""``pip-audit --osv-url`` and ``composer audit``, the real programs, work against us."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3
import uvicorn

from storewarden.bootstrap.answering import Question, answer
from storewarden.console.programs import door
from storewarden.core.errors import LedgerError
from storewarden.core.feeds import FeedState
from storewarden.core.published import Affected, Record, Stretch
from storewarden.store.advisories.book import Book, open_book

RECORD = Record(
    "GHSA-lamp",
    ("CVE-2026-1",),
    "Lamp burns too hot",
    published=datetime(2026, 6, 1, tzinfo=UTC),
    url="https://advisories.example/lamp",
    affected=(
        Affected("pkg:pypi/lamp", stretches=(Stretch("1.0", True, "1.4", False, "1.4"),)),
        Affected("pkg:composer/fern/lamp", stretches=(Stretch(None, True, "2.0.1"),)),
    ),
)


def filled(place: Path) -> Book:
    book, now = open_book(place), datetime.now(UTC)  # noqa: TID251 - the door reads the real clock
    book.replace(FeedState("osv", "osv", now, now, now), [RECORD])
    return book


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    book = filled(tmp_path_factory.mktemp("book") / "book.sqlite3")

    async def application(scope: door.Scope, receive: door.Receive, send: door.Send) -> None:
        def tell(asked: Question) -> tuple[int, object]:
            if "broken" in asked.query:
                raise LedgerError("the book of advisories is gone")
            return answer(lambda: book, asked)

        assert door.is_asked(scope)
        await door.answered(scope, receive, send, tell)

    with socket.create_server(("127.0.0.1", 0)) as held:
        config = uvicorn.Config(application, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize(("version", "code", "found"), [("1.3", 1, ["CVE-2026-1"]), ("1.4", 0, [])])
def test_pip_audit_asks_us(
    address: str, tmp_path: Path, version: str, code: int, found: list[str]
) -> None:
    (tmp_path / "requirements.txt").write_text(f"lamp=={version}\n", "ascii")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json"),
            *("--vulnerability-service", "osv", "--osv-url", f"{address}/v1/query"),
            *("--requirement", "requirements.txt", "--cache-dir", str(tmp_path / "cache")),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    [told] = json.loads(done.stdout)["dependencies"]
    assert [one["id"] for one in told["vulns"]] == found
    assert [one["fix_versions"] for one in told["vulns"]] == [["1.4"]] * len(found)


@pytest.mark.slow
@pytest.mark.parametrize(("version", "code"), [("2.0.0", 1), ("2.0.1-RC1", 1), ("2.0.1", 0)])
def test_composer_audit_asks_us(address: str, tmp_path: Path, version: str, code: int) -> None:
    package = {"name": "fern/lamp", "version": version, "type": "library"}
    lock = {
        "content-hash": "0" * 32,
        "packages": [package],
        "packages-dev": [],
        "platform": {},
        "minimum-stability": "stable",
    }
    wanted = {
        "name": "fern/shop",
        "require": {"fern/lamp": "*"},
        "repositories": [{"packagist.org": False}, {"type": "composer", "url": address}],
        "config": {"secure-http": False},
    }
    (tmp_path / "composer.json").write_text(json.dumps(wanted), "ascii")
    (tmp_path / "composer.lock").write_text(json.dumps(lock), "ascii")
    done = subprocess.run(
        ["composer", "audit", "--locked", "--format=json", "--no-interaction"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "COMPOSER_HOME": str(tmp_path / "home"),
            "COMPOSER_ALLOW_SUPERUSER": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    told = json.loads(done.stdout)["advisories"]
    if code:
        [one] = told["fern/lamp"]
        assert (one["advisoryId"], one["cve"]) == ("GHSA-lamp", "CVE-2026-1")
    else:
        assert told == []


def send(address: str, method: str, path: str, body: bytes = b"") -> tuple[int, object]:
    answer = urllib3.request(method, address + path, body=body, retries=False)
    return answer.status, json.loads(answer.data)


def test_the_door_is_polite_to_what_is_wrong(address: str) -> None:
    assert send(address, "GET", "/v1/query") == (405, {"message": "ask by POST"})
    assert send(address, "DELETE", "/packages.json")[0] == 405
    assert send(address, "POST", "/v1/query", b"x" * (door.LARGEST + 1))[0] == 413
    assert send(address, "GET", "/api/security-advisories/")[0] == 400
    assert send(address, "GET", "/api/security-advisories/?packages[]=fern/lamp")[0] == 200
    assert send(address, "GET", "/api/security-advisories/?broken") == (
        503,
        {"message": "the book of advisories is gone"},
    )
    api = f"{address}/api/security-advisories/"
    assert send(address, "GET", "/packages.json") == (
        200,
        {
            "packages": [],
            "metadata-url": "/p2/%package%.json",
            "security-advisories": {"metadata": False, "api-url": api},
        },
    )
    assert send(address, "GET", "/p2/fern/lamp.json") == (
        404,
        {"message": "there are advisories here, and no packages"},
    )
