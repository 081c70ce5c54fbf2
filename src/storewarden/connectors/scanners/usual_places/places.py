"""The paths at which builders often forget something, and what proves that it is there.

Paths gathered from the deployment habits of the platforms that we know; each proof is the content's
own signature (a file format's magic, a language's first words), never a status.
"""

import re
from dataclasses import dataclass
from typing import Final

from storewarden.facts.exposure import Leftover


@dataclass(frozen=True, slots=True)
class Proof:
    """Words for a kind of content, and the pattern that its first 4,096 bytes must match."""

    what: str
    pattern: re.Pattern[bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """A path, what kind of thing lies there, and what proves it."""

    path: str
    kind: Leftover
    proof: Proof


def _proof(what: str, pattern: bytes) -> Proof:
    return Proof(what, re.compile(pattern))


_HEAD: Final = _proof(
    "the head of a Git repository", rb"\A(?:ref: refs/[^\s<>]{1,200}|[0-9a-f]{40})\s*\Z"
)
_CONFIG: Final = _proof("the settings of a Git repository", rb"(?m)\A\s*(?:[#;].*\n\s*)*\[\w+")
_INDEX: Final = _proof("the index of a Git repository", rb"\ADIRC\0\0\0[\x02-\x04]")
_REFLOG: Final = _proof("the log of a Git repository", rb"\A[0-9a-f]{40} [0-9a-f]{40} ")
_SVN: Final = _proof("the entries of a Subversion copy", rb"\A(?:8|9|10|11|12)\n(?:\n?dir\n|\Z)")
_SQLITE: Final = _proof("an SQLite database", rb"\ASQLite format 3\0")
_HG: Final = _proof("part of a Mercurial repository", rb"\A(?:revlogv1|dotencode|fncache|store)\n")
_DUMP: Final = _proof(
    "a database dump",
    rb"(?im)\A(?:\xef\xbb\xbf)?(?:\s|--.*$|/\*.*$)*"
    rb"(?:create (?:table|database)|insert into|drop table|pragma foreign_keys|begin transaction"
    rb"|set (?:sql_mode|names|statement_timeout)|lock tables|use `|copy \w)",
)
_GZIP: Final = _proof("a packed backup", rb"\A\x1f\x8b\x08")
_ZIP: Final = _proof("a packed backup", rb"\APK\x03\x04")
_ENV: Final = _proof(
    "a file of settings and secrets",
    rb"(?im)\A(?:[ \t]*#.*\n|[ \t\r]*\n)*(?:export )?"
    rb"(?:app|db|database|mail|redis|aws|secret|django|stripe"
    rb"|api|smtp|mysql|postgres|shop|jwt|node|debug)\w*\s*=",
)
_PHP: Final = _proof(
    "the source of a settings file", rb"(?s)\A\s*<\?php.*(?:DB_PASSWORD|DB_PASS|'password'|dbpass)"
)
_COMPOSER: Final = _proof("a lock file that names every component", rb'(?s)\A\s*\{.*"content-hash"')
_HTPASSWD: Final = _proof(
    "a file of passwords", rb"\A[\w.@-]{1,60}:(?:\$(?:apr1|2[aby])\$|\{SHA\})"
)
_KEY: Final = _proof("a private key", rb"\A-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----")
_DS_STORE: Final = _proof("a list of file names", rb"\A\0\0\0\x01Bud1")
_ERRORS: Final = _proof(
    "a log of errors", rb"\A\[?[0-9]{2,4}[-/][A-Za-z0-9]{2,3}[-/][^\n]{5,40}(?:PHP|Warning|Error)"
)

_REPOSITORY: Final = (
    ("/.git/HEAD", _HEAD),
    ("/.git/config", _CONFIG),
    ("/.git/index", _INDEX),
    ("/.git/logs/HEAD", _REFLOG),
    ("/.svn/entries", _SVN),
    ("/.svn/wc.db", _SQLITE),
    ("/.hg/requires", _HG),
)
_COPIES: Final = (
    ("/backup.sql", _DUMP),
    ("/backup/backup.sql", _DUMP),
    ("/backup/db.sql", _DUMP),
    ("/backup/shop.sql", _DUMP),
    ("/backups/backup.sql", _DUMP),
    ("/backups/db.sql", _DUMP),
    ("/database.sql", _DUMP),
    ("/db.sql", _DUMP),
    ("/dump.sql", _DUMP),
    ("/shop.sql", _DUMP),
    ("/backup.sql.gz", _GZIP),
    ("/db.sql.gz", _GZIP),
    ("/dump.sql.gz", _GZIP),
    ("/backup.tar.gz", _GZIP),
    ("/backup.zip", _ZIP),
    ("/site.zip", _ZIP),
    ("/www.zip", _ZIP),
    ("/db.sqlite3", _SQLITE),
    ("/database.sqlite", _SQLITE),
    ("/.env", _ENV),
    ("/.env.bak", _ENV),
    ("/.env.production", _ENV),
    ("/wp-config.php.bak", _PHP),
    ("/wp-config.php~", _PHP),
    ("/wp-config.php.old", _PHP),
    ("/configuration.php.bak", _PHP),
    ("/config.php.bak", _PHP),
    ("/app/etc/env.php.bak", _PHP),
    ("/composer.lock", _COMPOSER),
    ("/.htpasswd", _HTPASSWD),
    ("/server.key", _KEY),
    ("/id_rsa", _KEY),
    ("/.DS_Store", _DS_STORE),
    ("/system/storage/logs/error.log", _ERRORS),
    ("/wp-content/debug.log", _ERRORS),
)

PLACES: Final = (
    *(Place(path, Leftover.REPOSITORY, proof) for path, proof in _REPOSITORY),
    *(Place(path, Leftover.COPY, proof) for path, proof in _COPIES),
)
