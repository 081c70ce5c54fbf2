"""The book's tables, the same in SQLite and PostgreSQL."""

from typing import Final

from storewarden.core.errors import LedgerTooNew
from storewarden.store.advisories.links import Link

_VERSION: Final = "1"
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS advisory_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    (
        "CREATE TABLE IF NOT EXISTS advisory_list (number BIGINT PRIMARY KEY,"
        " feed TEXT NOT NULL UNIQUE, state {bytes} NOT NULL, clears TEXT NOT NULL,"
        " tells TEXT NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS advisory_record (number BIGINT PRIMARY KEY,"
        " list BIGINT NOT NULL, id TEXT NOT NULL, digest {bytes} NOT NULL, body {bytes} NOT NULL)"
    ),
    "CREATE INDEX IF NOT EXISTS advisory_record_list ON advisory_record (list, id)",
    (
        "CREATE TABLE IF NOT EXISTS advisory_name (name TEXT NOT NULL, record BIGINT NOT NULL,"
        " PRIMARY KEY (name, record)) {clustered}"
    ),
    "CREATE INDEX IF NOT EXISTS advisory_name_record ON advisory_name (record)",
    (
        "CREATE TABLE IF NOT EXISTS advisory_range (purl TEXT NOT NULL, record BIGINT NOT NULL,"
        " at INTEGER NOT NULL, release TEXT NOT NULL, low {bytes}, low_included INTEGER NOT NULL,"
        " high {bytes}, high_included INTEGER NOT NULL, part INTEGER NOT NULL,"
        " run INTEGER NOT NULL, how INTEGER NOT NULL, PRIMARY KEY (purl, record, at)) {clustered}"
    ),
    (
        "CREATE TABLE IF NOT EXISTS advisory_version (purl TEXT NOT NULL, version TEXT NOT NULL,"
        " record BIGINT NOT NULL, release TEXT NOT NULL, part INTEGER NOT NULL,"
        " PRIMARY KEY (purl, version, record, release)) {clustered}"
    ),
    (
        "CREATE TABLE IF NOT EXISTS advisory_exploited (cve TEXT NOT NULL, list BIGINT NOT NULL,"
        " body {bytes} NOT NULL, PRIMARY KEY (cve, list)) {clustered}"
    ),
    (
        "CREATE TABLE IF NOT EXISTS advisory_likelihood (cve TEXT NOT NULL, list BIGINT NOT NULL,"
        " score DOUBLE PRECISION NOT NULL, percentile DOUBLE PRECISION NOT NULL,"
        " PRIMARY KEY (cve, list)) {clustered}"
    ),
    (
        "CREATE TABLE IF NOT EXISTS advisory_assessment (cve TEXT NOT NULL, list BIGINT NOT NULL,"
        " body {bytes} NOT NULL, PRIMARY KEY (cve, list)) {clustered}"
    ),
)


def make_tables(link: Link) -> None:
    """Make what is not there yet; raises `LedgerTooNew` when a newer Storewarden made it."""
    words = {
        "bytes": "BYTEA" if link.server else "BLOB",
        "clustered": "" if link.server else "WITHOUT ROWID",
    }
    for table in _TABLES:
        link.run(table.format(**words))
    link.run("INSERT INTO advisory_setting VALUES ('version', ?) ON CONFLICT DO NOTHING", _VERSION)
    if link.run("SELECT value FROM advisory_setting WHERE name = 'version'") != [(_VERSION,)]:
        raise LedgerTooNew("a newer Storewarden wrote the book of advisories; it was left as it is")
