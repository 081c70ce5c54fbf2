"""Looks at a database's address: its kind. The address itself, with its password, goes nowhere."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from storewarden.engine.discovery.proposals import Proposal, Puzzle, Told

_KINDS: Final = {
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "mysql": "MySQL or MariaDB",
    "mariadb": "MySQL or MariaDB",
}
_SCHEME: Final = re.compile(r"([a-z][a-z0-9.-]*)(?:\+[a-z0-9]+)?:(?://|[^/])", re.IGNORECASE)
_WORDS: Final = re.compile(r"(?:^|\s)(?:host|hostaddr|dbname|user)\s*=", re.IGNORECASE)
_HOST: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,200}")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_ADVICE: Final = "you gave its address; it is not written here, for it may hold a password"


def is_dsn(text: str) -> bool:
    """Is this the address of a database rather than of a site, or a path?"""
    if _WORDS.search(text):
        return True
    match = _SCHEME.match(text)
    if match is None or "://" not in text:
        return False
    return match.group(1).lower() not in {"http", "https", "file"}


def is_server(text: str) -> bool:
    """Is this the address of a database server that we can read?"""
    match = _SCHEME.match(text)
    return is_dsn(text) and match is not None and match.group(1).lower() in _KINDS


def database_at(dsn: str, root: Path) -> Told:
    """Propose the database at an address; nothing of the address but host and name is told."""
    match = _SCHEME.match(dsn)
    scheme = "postgresql" if _WORDS.search(dsn) or not match else match.group(1).lower()
    if scheme == "sqlite":
        return _sqlite(dsn, root)
    if scheme not in _KINDS:
        return Puzzle(f"a database of the kind {scheme[:30]!r}: not one that we can read")
    host, name = _place(dsn)
    where = f" on {host}" if host else ""
    return Proposal(
        "databases",
        f"{name}_db" if name and not name.endswith("db") else name,
        notes=(f"{_KINDS[scheme]}{where}; {_ADVICE}",),
        named_after_id=("dsn_env", "set the environment variable {} to that address"),
    )


def _place(dsn: str) -> tuple[str, str]:
    """Host and database's name, when the address is so plain that neither can be a secret."""
    try:
        parts = urlsplit(dsn)
    except ValueError:
        return "", ""
    before = parts.netloc.rpartition("@")[2]
    if dsn.count("@") > 1 or ("@" in dsn and "@" not in parts.netloc) or not parts.netloc:
        return "", ""
    host, name = before.partition(":")[0], parts.path.strip("/")
    return (
        host if _HOST.fullmatch(host) else "",
        name if _NAME.fullmatch(name) else "",
    )


def _sqlite(dsn: str, root: Path) -> Told:
    path = unquote(dsn.partition("://")[2].partition("?")[0]).removeprefix("/")
    if not path or "@" in path:
        return Puzzle("a SQLite address without a file in it")
    return Proposal(
        "databases", f"{Path(path).stem}_db", (("path", written(Path(path), root)),), ("SQLite",)
    )


def written(path: Path, root: Path) -> str:
    """A path as the estate file says it: from its folder where it lies below, else in full."""
    full = Path(root / path)
    try:
        return str(full.relative_to(root))
    except ValueError:
        return str(full)
