"""Which product and version a program says it is, and whether its distribution looks after it."""

import re
from typing import Final

_VERSION: Final = {
    "php": ("php", re.compile(r"PHP (\d[\w.]*)")),
    "python3": ("python", re.compile(r"Python (\d[\w.]*)")),
    "node": ("nodejs", re.compile(r"v(\d[\w.]*)")),
    "mariadbd": ("mariadb", re.compile(r"Ver (\d[\d.]*)-MariaDB")),
    "mysqld": ("mysql", re.compile(r"Ver (\d[\d.]*)(?![\d.]*-MariaDB)")),
    "nginx": ("nginx", re.compile(r"nginx/(\d[\w.]*)")),
    "apache2": ("apache-http-server", re.compile(r"Apache/(\d[\w.]*)")),
    "httpd": ("apache-http-server", re.compile(r"Apache/(\d[\w.]*)")),
    "redis-server": ("redis", re.compile(r"v=(\d[\w.]*)")),
    "valkey-server": ("valkey", re.compile(r"v=(\d[\w.]*)")),
    "memcached": ("memcached", re.compile(r"memcached (\d[\w.]*)")),
    "haproxy": ("haproxy", re.compile(r"version (\d[\d.]*)")),
    "caddy": ("caddy", re.compile(r"v?(\d[\d.]*)")),
}
_ELSEWHERE: Final = re.compile(r"nodesource|\+maria~|\.pgdg|~[a-z]+$|sury|\+0~20\d\d|ubuntu.*ppa")
_PARTS: Final = 3


def looked_after(package: str) -> bool:
    """Whether the package's version is one of the distribution's own.

    A version of somebody else's archive (NodeSource, MariaDB, nginx.org, Sury) says so itself.
    """
    return bool(package) and _ELSEWHERE.search(package) is None


def own_support(line: str) -> tuple[str, str] | None:
    """Read a line ``program, package version, words``: product and version, or None.

    None for what the distribution mends itself, whatever the maker says of that version.
    """
    parts = line.split("\t", 2)
    if len(parts) != _PARTS or parts[0] not in _VERSION or looked_after(parts[1]):
        return None
    product, pattern = _VERSION[parts[0]]
    found = pattern.search(parts[2])
    return (product, found[1]) if found else None
