"""One HTTP exchange with one checked address, in bounded time and size."""

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import Timeout

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


def trust(ca_file: str | None) -> ssl.SSLContext:
    """TLS that verifies, with the system's authorities and one more; raises OSError."""
    context = ssl.create_default_context()
    context.sslsocket_class = _PatientTls
    # Python 3.13 turns this on: it refuses most in-house authorities for their form alone.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def exchange(
    origin: Origin,
    address: str,
    order: Order,
    *,
    tls: ssl.SSLContext | None,
    patience: float,
    size_cap: int,
) -> Answer:
    """Send one order to one address of a server and read the answer; raises `Unreachable`."""
    pool = _pool(origin, address, tls)
    until = time.monotonic() + patience
    try:
        came = pool.urlopen(
            order.method,
            order.target,
            body=order.body,
            headers=order.headers,
            retries=False,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            timeout=Timeout(total=patience),
        )
        body = _body(came, size_cap, until)
        came.close()
    except (NewConnectionError, ConnectTimeoutError) as gone:
        raise NotConnected(f"{origin} could not be reached: {_why(gone, patience)}") from None
    except (HTTPError, OSError, ValueError) as gone:
        raise Unreachable(f"{origin} gave no usable answer: {_why(gone, patience)}") from None
    finally:
        pool.close()
    headers = {name.lower(): value for name, value in came.headers.itermerged()}
    cookies = tuple(came.headers.getlist("set-cookie"))
    return Answer(came.status, headers, cookies, body[:size_cap], len(body) > size_cap)


def _pool(origin: Origin, address: str, tls: ssl.SSLContext | None) -> urllib3.HTTPConnectionPool:
    if tls is None:
        return _PlainPool(address, origin.port)
    return _TlsPool(address, origin.port, ssl_context=tls, server_hostname=origin.host)


def _body(came: urllib3.BaseHTTPResponse, size_cap: int, until: float) -> bytes:
    pieces = bytearray()
    while len(pieces) <= size_cap:
        piece = came.read(min(_PIECE, size_cap + 1 - len(pieces)), decode_content=True)
        if not piece:
            break
        if time.monotonic() > until:
            raise TimeoutError("timed out")
        pieces += piece
    return bytes(pieces)


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
