"""The client itself: bound to one site, with its allowance, its scope and a visitor's cookies."""

import ssl
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlencode

from storewarden import __version__
from storewarden.connectors.web.client.addresses import permitted
from storewarden.connectors.web.client.cookies import Jar
from storewarden.connectors.web.client.exchange import (
    Answer,
    Bounds,
    NotConnected,
    Order,
    Route,
    Sink,
    exchange,
    trust,
)
from storewarden.connectors.web.client.limits import Allowance, Limits, World
from storewarden.connectors.web.client.scope import (
    Origin,
    absolute,
    in_scope,
    may_follow,
    origin_of,
    target_of,
)
from storewarden.core.errors import OutOfScope, Unreachable
from storewarden.core.ports import Request, Response, Web

AGENT: Final = f"Storewarden/{__version__} (+security check by the site's owner)"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD: Final = frozenset({307, 308})
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class _Door:
    """What all visitors to one site share."""

    url: str
    origin: Origin
    named: frozenset[str]
    ca_file: Path | None
    allowance: Allowance
    limits: Limits
    world: World

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """Made at the first https request; raises `Unreachable` when the CA file is unusable."""
        try:
            return trust(None if self.ca_file is None else str(self.ca_file))
        except OSError as wrong:
            raise Unreachable(
                f"the certificate authority of {self.origin} in {self.ca_file} cannot be read; "
                "nothing was sent"
            ) from wrong


@dataclass(frozen=True)
class BoundWeb:
    """A client bound to one site; without ``jar`` each request is a stranger's."""

    door: _Door
    jar: Jar | None = field(default=None, repr=False)

    def send(self, request: Request) -> Response:
        """Send one request; see `storewarden.core.ports.Web`."""
        return self._sent(request, None)

    def download(self, request: Request, into: BinaryIO) -> Response:
        """Send one request and write the body down; see `storewarden.core.ports.Carrier`."""

        def afresh() -> Sink:
            into.seek(0)
            into.truncate()
            return into.write

        return self._sent(request, afresh)

    def _sent(self, request: Request, sink: Callable[[], Sink] | None) -> Response:
        url = absolute(self.door.url, request.url)
        origin = origin_of(url)
        if not in_scope(self.door.origin, origin):
            raise OutOfScope(f"{origin} is not {self.door.origin}; nothing was sent")
        jar = Jar() if self.jar is None else self.jar
        request = replace(request, url=url)
        for _ in range(self.door.limits.redirects + 1):
            answer = self._once(request, jar, sink)
            following = _next(request, answer) if request.follow else None
            if following is None:
                return answer
            request = following
        raise Unreachable(
            f"{origin} redirected more than {self.door.limits.redirects} times; given up"
        )

    def visitor(self) -> Web:
        """A new visitor on the same allowance, with a cookie jar of its own."""
        return BoundWeb(self.door, Jar())

    def _once(self, request: Request, jar: Jar, sink: Callable[[], Sink] | None) -> Response:
        origin = origin_of(request.url)
        order = _order(request, origin, jar.header(request.url))
        self.door.allowance.take()
        answer = self._exchange(origin, order, sink)
        response = Response(
            status=answer.status,
            url=request.url,
            headers=answer.headers,
            body=answer.body,
            cut=answer.cut,
            cookies=answer.cookies,
        )
        jar.keep(response)
        return response

    def _exchange(self, origin: Origin, order: Order, sink: Callable[[], Sink] | None) -> Answer:
        limits, clock = self.door.limits, self.door.world.clock
        until = clock() + limits.patience
        tls = self.door.tls if origin.scheme == "https" else None
        gone: Unreachable | None = None
        for address in self._addresses(origin):
            left = until - clock()
            if left <= 0:
                break
            route = Route(origin, address, tls, self.door.world.proxy)
            bounds = Bounds(left, limits.size_cap)
            try:
                return exchange(route, order, bounds, sink() if sink else None)
            except NotConnected as none:
                gone = none
        raise gone or Unreachable(f"{origin} could not be reached within {limits.patience:g} s")

    def _addresses(self, origin: Origin) -> Sequence[str]:
        if self.door.world.proxy is not None:
            return [origin.host]  # the proxy looks it up
        try:
            found: Sequence[str] = [str(ip_address(origin.host))]
        except ValueError:
            patience = self.door.limits.patience
            found = self.door.world.resolve(origin.host, origin.port, patience)
        return permitted(origin.host, found, self.door.named)


def _next(request: Request, answer: Response) -> Request | None:
    """The request that a redirect asks for; None when it is none or leads out of scope."""
    link = answer.headers.get("location")
    if answer.status not in _MOVED or not link:
        return None
    try:
        url = absolute(request.url, link)
        stays = may_follow(origin_of(request.url), origin_of(url))
    except OutOfScope:
        return None
    if not stays:
        return None
    if answer.status in _KEEPS_METHOD or request.method in {"GET", "HEAD"}:
        return replace(request, url=url)
    return replace(request, url=url, method="GET", body=None, form=None)


def _order(request: Request, origin: Origin, cookies: str) -> Order:
    if request.form is not None and request.body is not None:
        raise ValueError("a request has a form or a body, not both")
    body = request.body
    headers = {
        "Host": origin.authority,
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if request.form is not None:
        body = urlencode(request.form).encode()
        headers["Content-Type"] = _FORM
    if cookies:
        headers["Cookie"] = cookies
    for name, value in request.headers.items():
        headers.pop(_same(headers, name), None)
        headers[name] = value
    _refuse_line_breaks([request.method, *headers, *headers.values()])
    return Order(request.method, target_of(request.url), headers, body)


def _same(headers: Iterable[str], name: str) -> str:
    return next((known for known in headers if known.lower() == name.lower()), name)


def _refuse_line_breaks(words: Iterable[str]) -> None:
    if any(sign in word for word in words for sign in "\r\n\0"):
        raise OutOfScope("a request with a line break in its headers was not sent")


def web_for(
    site_url: str,
    *,
    allowed_hosts: Collection[str] = (),
    ca_file: Path | None = None,
    budget: int = 300,
    per_second: float = 50.0,
    limits: Limits | None = None,
    world: World | None = None,
) -> BoundWeb:
    """Make the client of one site of the estate.

    Args:
        site_url: the site's URL; its host, port and scheme are the scope.
        allowed_hosts: further hosts and addresses that the estate names as ours, so that they
            may be private ones.
        ca_file: certificate authority to trust beside the system's.
        budget: requests that may be sent in all, redirects and visitors included.
        per_second: the rate limit, shared by all visitors.
        limits: time, size and redirects of one request.
        world: clock, sleep, name lookup, and a proxy to go through.

    Raises:
        OutOfScope: when the URL is not http or https.
    """
    origin = origin_of(absolute(site_url, ""))
    world = world or World()
    named = frozenset({origin.host, *(host.lower() for host in allowed_hosts)})
    allowance = Allowance(str(origin), budget, per_second, world)
    return BoundWeb(_Door(site_url, origin, named, ca_file, allowance, limits or Limits(), world))
