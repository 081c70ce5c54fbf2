"""Tells real search engines from those who only call themselves so.

The address's name must be one of an engine, and that name must lead back to the address: that is
how Google, Bing, Apple, Yandex and Baidu say that their crawlers are to be known.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from storewarden.core.errors import Unreachable

_ENGINES: Final = (
    ".googlebot.com",
    ".google.com",
    ".googleusercontent.com",
    ".search.msn.com",
    ".applebot.apple.com",
    ".yandex.ru",
    ".yandex.net",
    ".yandex.com",
    ".crawl.baidu.com",
    ".crawl.baidu.jp",
    ".crawl.yahoo.net",
)
_GUESTS: Final = frozenset({".googleusercontent.com"})


@dataclass(frozen=True, slots=True)
class Resolver:
    """Asks for names and addresses. Both raise `Unreachable` when nobody answers.

    Attributes:
        names: the names of an address; empty when it has none.
        addresses: the addresses of a name; empty when there is no such name.
    """

    names: Callable[[str], Sequence[str]]
    addresses: Callable[[str], Sequence[str]]


def is_search_engine(address: str, resolver: Resolver) -> bool:
    """Whether an address is a search engine's crawler; raises `Unreachable`.

    Who rents a machine at an engine's firm has a name of that firm, too: such names do not count.
    """
    for name in resolver.names(address):
        host = name.rstrip(".").lower()
        suffix = next((end for end in _ENGINES if host.endswith(end)), None)
        if suffix is None or suffix in _GUESTS:
            continue
        if address in resolver.addresses(host):
            return True
    return False


def system_resolver() -> Resolver:
    """The resolver of this machine."""
    return Resolver(_names, _addresses)


def _names(address: str) -> Sequence[str]:
    try:
        name, others, _ = socket.gethostbyaddr(address)
    except (socket.herror, UnicodeError):
        return ()
    except OSError as silent:
        if _is_unknown(silent):
            return ()
        raise Unreachable(f"the name of {address} cannot be asked for: {silent}") from silent
    return (name, *others)


def _addresses(name: str) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except UnicodeError:
        return ()
    except OSError as silent:
        if _is_unknown(silent):
            return ()
        raise Unreachable(f"the addresses of {name} cannot be asked for: {silent}") from silent
    return [str(place[0]) for *_, place in found]


def _is_unknown(silent: OSError) -> bool:
    unknown = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    return isinstance(silent, socket.gaierror) and silent.errno in unknown
