"""One gunicorn a site, over the sockets that were opened for it."""

import socket
import ssl
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from lab.run import children, ports, tls
from lab.run.children import Child, Program
from lab.run.errors import LabError
from lab.run.parts import Parts

_COMBINED = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"'
_PATIENCE = 60.0
_TAIL = 15


@dataclass(frozen=True, slots=True)
class Site:
    """One thing that is served; ``log`` is its access log's name, empty when it keeps none."""

    name: str
    scheme: str
    log: str = ""
    threads: int = 2


SITES = (
    Site("shop", "http", "shop-access.log", 8),
    Site("cms", "https", "cms-access.log", 6),
    Site("campaign", "https", "campaign-access.log"),
    Site("printworks", "https"),
    Site("shipit", "https"),
)


@contextmanager
def serving(state: Path, parts: Parts, pairs: Mapping[str, tls.Pair]) -> Iterator[dict[str, str]]:
    """Serve every site until the block ends; yields the addresses by name.

    Raises `LabError` with a server's last words when it does not come up.
    """
    (state / "logs").mkdir(exist_ok=True)
    opened = ports.listeners(state, [site.name for site in SITES])
    addresses = {s.name: f"{s.scheme}://127.0.0.1:{_port(opened[s.name])}" for s in SITES}
    environment = _environment(state, addresses)
    started: list[Child] = []
    try:
        for site in SITES:
            program = _program(state, parts, site, pairs.get(site.name), opened[site.name])
            started.append(children.start(replace(program, environment=environment)))
            opened[site.name].close()
        for site, child in zip(SITES, started, strict=True):
            _await(state, child, addresses[site.name])
        yield addresses
    finally:
        for held in opened.values():
            held.close()
        children.stop(started)


def _environment(state: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    return {
        "LAB_STATE": str(state),
        "LAB_SHOP_URL": addresses["shop"],
        "LAB_CMS_URL": addresses["cms"],
        "LAB_CAMPAIGN_URL": addresses["campaign"],
        "LAB_CA": str(state / tls.CA_FILE),
        "GUNICORN_CMD_ARGS": "",
    }


def _program(
    state: Path, parts: Parts, site: Site, pair: tls.Pair | None, listener: socket.socket
) -> Program:
    log = ["--access-logfile", str(state / "logs" / site.log)] if site.log else []
    keys = ["--certfile", str(pair.certificate), "--keyfile", str(pair.key)] if pair else []
    package = parts.sites.get(site.name, "lab.run.supplier")
    fixed = ["--worker-class", "gthread", "--workers", "1", "--no-control-socket"]
    calm = ["--graceful-timeout", "1", "--timeout", "120", "--keep-alive", "5"]
    return Program(
        name=site.name,
        command=[
            *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"),
            *fixed,
            *calm,
            *("--threads", str(site.threads), "--access-logformat", _COMBINED),
            *log,
            *keys,
            f"{package}.wsgi:application" if site.name in parts.sites else f"{package}:application",
        ],
        environment={},
        sockets=(listener.fileno(),),
        talks_to=_words(state, site.name),
    )


def _await(state: Path, child: Child, address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while child.alive and time.monotonic() < deadline:
        if _answers(address):
            return
        time.sleep(0.05)
    last = _words(state, child.name).read_text("utf-8", "replace").splitlines()[-_TAIL:]
    raise LabError("\n".join([f"{child.name} did not come up at {address}:", *last]))


def _answers(address: str) -> bool:
    try:
        with closing(_connection(urlsplit(address))) as line:
            line.request("GET", "/", headers={"User-Agent": "lab-start"})
            return line.getresponse().status < 500
    except (OSError, HTTPException):
        return False


def _connection(address: SplitResult) -> HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "http":
        return HTTPConnection(host, port, timeout=30)
    return HTTPSConnection(host, port, timeout=30, context=_trusting_all())


def _trusting_all() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _words(state: Path, name: str) -> Path:
    return state / f"server-{name}.log"


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])
