"""Builds the lab's sites once for all test workers, and serves a copy of them on loopback."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import urllib3
from lab.run import tls

TODAY = date(2026, 6, 15)
SEED = 3


def build(state: Path) -> None:
    """Build both sites at the same time, each in its own process, as `make run` does."""
    state.mkdir(parents=True)
    asked = ["--state", str(state), "--seed", str(SEED), "--today", TODAY.isoformat()]
    builders = [
        subprocess.Popen([sys.executable, "-m", f"lab.{site}.build", *asked])
        for site in ("shop", "cms")
    ]
    assert [builder.wait(timeout=240) for builder in builders] == [0, 0]


def built_once(shared: Path) -> Path:
    """Build under a lock: the first worker builds, the others wait and take it."""
    state = shared / "lab-sites"
    with (shared / "lab-sites.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (state / "whole").exists():
            shutil.rmtree(state, ignore_errors=True)
            build(state)
            (state / "whole").touch()
    return state


@dataclass(frozen=True, slots=True)
class Served:
    """Three running sites, and a client that trusts their authority."""

    state: Path
    shop: str
    cms: str
    campaign: str
    web: urllib3.PoolManager

    def get(self, url: str) -> tuple[int, str]:
        answer = self.web.request("GET", url, redirect=False)
        return answer.status, answer.data.decode()

    def writes_down(self, log: str, words: str) -> bool:
        """Wait for words in a log: gunicorn writes its line after the answer has gone out."""
        deadline = time.monotonic() + 10
        while words not in (self.state / "logs" / log).read_text("utf-8"):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def free_ports(number: int) -> list[int]:
    with ExitStack() as held:
        sockets = [
            held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)
        ]
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def gunicorn(site: str, port: int, *options: str, **environment: str) -> Iterator[None]:
    given = ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket", *options]
    words = Path(environment["LAB_STATE"]) / f"{site}.words"
    with words.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *given, f"lab.{site}.wsgi:application"],
            env=os.environ | environment,
            stderr=said,
        )
    try:
        wait_for(port, server, words)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int, server: subprocess.Popen[bytes], words: Path) -> None:
    deadline = time.monotonic() + 90
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0 and "Booting worker" in words.read_text():
                return
        time.sleep(0.1)
    raise TimeoutError(f"the server did not come up:\n{words.read_text()[-2000:]}")


@contextmanager
def serving(state: Path) -> Iterator[Served]:
    """Serve the shop over http, the CMS and the campaign over https, until the block ends."""
    pairs = tls.issue(state, TODAY.today())
    shop, cms, campaign = free_ports(3)
    ca = str(state / tls.CA_FILE)
    here = {"LAB_STATE": str(state), "LAB_CA": ca, "GUNICORN_CMD_ARGS": ""}
    here |= {"LAB_SHOP_URL": f"http://127.0.0.1:{shop}", "LAB_CMS_URL": f"https://127.0.0.1:{cms}"}
    with ExitStack() as standing:
        log = ("--access-logfile", str(state / "logs" / "shop-access.log"))
        standing.enter_context(gunicorn("shop", shop, *log, **here))
        for site, port in (("cms", cms), ("campaign", campaign)):
            keys = ("--certfile", str(pairs[site].certificate), "--keyfile", str(pairs[site].key))
            standing.enter_context(gunicorn(site, port, *keys, **here))
        web = standing.enter_context(urllib3.PoolManager(ca_certs=ca, retries=False))
        yield Served(
            state, here["LAB_SHOP_URL"], here["LAB_CMS_URL"], f"https://127.0.0.1:{campaign}", web
        )
