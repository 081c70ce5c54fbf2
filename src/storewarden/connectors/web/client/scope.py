"""Which URLs belong to a site, and how a link on it is read."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from storewarden.core.errors import OutOfScope

_PORTS: Final = {"http": 80, "https": 443}
_FIRST_PRINTABLE: Final = " "
_DELETE: Final = "\x7f"


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: what makes a server."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """What stands in the Host header: brackets for IPv6, no default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """``https://shop.example``."""
        return f"{self.scheme}://{self.authority}"


def absolute(base: str, link: str) -> str:
    """Read a link of a page at ``base``; raises `OutOfScope` for one with control characters."""
    if any(sign < _FIRST_PRINTABLE or sign == _DELETE for sign in link):
        raise OutOfScope("a URL with control characters in it was not asked for")
    try:
        return urljoin(base, link).partition("#")[0]
    except ValueError as wrong:
        raise OutOfScope("a link that is no URL was not asked for") from wrong


def origin_of(url: str) -> Origin:
    """Tell the server of an absolute URL; raises `OutOfScope` when it is not http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as wrong:
        raise OutOfScope("a link that is no URL was not asked for") from wrong
    if parts.scheme not in _PORTS or not parts.hostname:
        raise OutOfScope(f"only http and https are asked, not {parts.scheme or 'nothing'}:")
    return Origin(parts.scheme, parts.hostname, port)


def target_of(url: str) -> str:
    """What stands in the request line: path and query."""
    parts: SplitResult = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def in_scope(site: Origin, target: Origin) -> bool:
    """Whether the target is the site itself, or its other door: port 80 to 443 and back."""
    return target == site or (target.host == site.host and _twin(site) == target)


def may_follow(here: Origin, target: Origin) -> bool:
    """Whether a redirect stays: the same server, or up to https on the same host.

    Upwards only the usual port or the very same one counts: another one is another service.
    """
    if target == here:
        return True
    upwards = here.scheme == "http" and target.scheme == "https" and here.host == target.host
    return upwards and target.port in {_PORTS["https"], here.port}


def _twin(site: Origin) -> Origin | None:
    if site.port != _PORTS[site.scheme]:
        return None
    other = "https" if site.scheme == "http" else "http"
    return Origin(other, site.host, _PORTS[other])
