"""One HTTP exchange with one checked address, in bounded time and size."""

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
)
from urllib3.util import Timeout, make_headers, parse_url

from storewarden.connectors.web.client.scope import Origin
from storewarden.core.errors import Unreachable

_PIECE = 65_536


class NotConnected(Unreachable):
    """No connection came about: another address of the same host may do."""


class _Patient:
    """Makes a time limit hold for all reads together, so that a slow drip ends, too."""

    _until: float | None = None

    def settimeout(self, value: float | None) -> None:
        self._until = None if value is None else time.monotonic() + value
        super().settimeout(value)  # type: ignore[misc]  # the socket that this is mixed into

    def recv_into(self, *args: Any, **named: Any) -> int:  # noqa: ANN401 - the socket's own arguments
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            super().settimeout(left)  # type: ignore[misc]  # the same
        received: int = super().recv_into(*args, **named)  # type: ignore[misc]  # the same
        return received


class _PatientSocket(_Patient, socket.socket):
    pass


class _PatientTls(_Patient, ssl.SSLSocket):
    pass


def _patient(plain: socket.socket) -> socket.socket:
    timeout = plain.gettimeout()
    patient = _PatientSocket(plain.family, plain.type, plain.proto, fileno=plain.detach())
    patient.settimeout(timeout)
    return patient


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _patient(super()._new_conn())


class _Tls(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _patient(super()._new_conn())


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Tls


@dataclass(frozen=True, slots=True)
class Order:
    """What is sent: method, request target, headers and body."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, body unpacked; ``cut`` when it was longer than the cap."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes
    cut: bool


Sink = Callable[[bytes], object]
"""Takes a body piece by piece, as it was sent: still packed, when the server packed it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one exchange may take in seconds, and how many bytes of its body are taken."""

    patience: float
    size_cap: int


@dataclass(frozen=True, slots=True)
class Route:
    """How a server is reached: at a checked address, or through a proxy that looks it up."""

    origin: Origin
    address: str
    tls: ssl.SSLContext | None
    proxy: str | None = field(default=None, repr=False)  # it may hold a password


def trust(ca_file: str | None) -> ssl.SSLContext:
    """TLS that verifies, with the system's authorities and one more; raises OSError."""
    context = ssl.create_default_context()
    context.sslsocket_class = _PatientTls
    # Python 3.13 turns this on: it refuses most in-house authorities for their form alone.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def exchange(route: Route, order: Order, bounds: Bounds, sink: Sink | None = None) -> Answer:
    """Send one order and read the answer, into ``sink`` if there is one; raises `Unreachable`."""
    origin, until = route.origin, time.monotonic() + bounds.patience
    body = bytearray()
    pool = _pool(route)
    try:
        came = _asked(pool, route, order, bounds)
        cut = _taken(came, bounds, until, sink or body.extend, packed=sink is not None)
        came.close()
    except (NewConnectionError, ConnectTimeoutError, ProxyError) as gone:
        why = _why(gone, bounds.patience)
        raise NotConnected(f"{origin} could not be reached: {why}") from None
    except (HTTPError, OSError, ValueError) as gone:
        why = _why(gone, bounds.patience)
        raise Unreachable(f"{origin} gave no usable answer: {why}") from None
    finally:
        pool.clear() if isinstance(pool, urllib3.ProxyManager) else pool.close()
    headers = {name.lower(): value for name, value in came.headers.itermerged()}
    cookies = tuple(came.headers.getlist("set-cookie"))
    return Answer(came.status, headers, cookies, bytes(body), cut)


def _asked(
    pool: urllib3.HTTPConnectionPool | urllib3.ProxyManager,
    route: Route,
    order: Order,
    bounds: Bounds,
) -> urllib3.BaseHTTPResponse:
    through = isinstance(pool, urllib3.ProxyManager)
    return pool.urlopen(
        order.method,
        f"{route.origin}{order.target}" if through else order.target,
        body=order.body,
        headers=order.headers,
        retries=False,
        redirect=False,
        preload_content=False,
        timeout=Timeout(total=bounds.patience),
        **({} if through else {"assert_same_host": False}),
    )


def _pool(route: Route) -> urllib3.HTTPConnectionPool | urllib3.ProxyManager:
    origin = route.origin
    if route.proxy is not None:
        return _proxied(route.proxy, route.tls)
    if route.tls is None:
        return _PlainPool(route.address, origin.port)
    return _TlsPool(route.address, origin.port, ssl_context=route.tls, server_hostname=origin.host)


def _proxied(proxy: str, tls: ssl.SSLContext | None) -> urllib3.ProxyManager:
    found = parse_url(proxy)
    headers = make_headers(proxy_basic_auth=unquote(found.auth)) if found.auth else None
    manager = urllib3.ProxyManager(
        found._replace(auth=None).url, proxy_headers=headers, ssl_context=tls
    )
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
    return manager


def _taken(
    came: urllib3.BaseHTTPResponse, bounds: Bounds, until: float, sink: Sink, *, packed: bool
) -> bool:
    """Hand the body on, at most as many bytes as may be; says whether there were more."""
    left = bounds.size_cap
    while piece := came.read(min(_PIECE, left + 1), decode_content=not packed):
        if time.monotonic() > until:
            raise TimeoutError("timed out")
        sink(piece[:left])
        if len(piece) > left:
            return True
        left -= len(piece)
    return False


def _why(gone: Exception, patience: float) -> str:
    """Say what happened without the library's object addresses and without our own words sent."""
    cause: BaseException | None = gone
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its TLS certificate is not good ({cause.verify_message})"
        if _is_silence(cause):
            return f"it was silent or too slow for {patience:.3g} s"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed ({cause.reason or 'no reason given'})"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__ or _inner(cause)
    return type(gone).__name__


def _is_silence(gone: BaseException) -> bool:
    silent = isinstance(gone, TimeoutError | ReadTimeoutError | ConnectTimeoutError)
    return silent and not isinstance(gone, NewConnectionError)  # a kind of time-out to the library


def _inner(gone: BaseException) -> BaseException | None:
    return next((arg for arg in gone.args[::-1] if isinstance(arg, BaseException)), None)
