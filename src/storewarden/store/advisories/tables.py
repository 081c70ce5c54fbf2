"""The book's tables, the same in SQLite and PostgreSQL."""

from typing import Final

from storewarden.core.errors import LedgerTooNew
from storewarden.store.advisories.links import Link

LAYOUT: Final = 2
"""To be raised whenever a table changes, or the bytes of any version: then rows are laid anew."""

_SETTINGS: Final = (
    "CREATE TABLE IF NOT EXISTS advisory_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
)
_TABLES: Final = (
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
        "CREATE TABLE IF NOT EXISTS advisory_range (purl TEXT NOT NULL, low {bytes} NOT NULL,"
        " record BIGINT NOT NULL, at INTEGER NOT NULL, release TEXT NOT NULL,"
        " low_included INTEGER NOT NULL, high {bytes}, high_included INTEGER NOT NULL,"
        " part INTEGER NOT NULL, run INTEGER NOT NULL, how INTEGER NOT NULL,"
        " PRIMARY KEY (purl, low, record, at)) {clustered}"
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


def make_tables(link: Link) -> bool:
    """Make what is not there yet; say whether the rows of all records must be laid anew.

    Raises `LedgerTooNew` when a newer Storewarden made the book.
    """
    words = {
        "bytes": "BYTEA" if link.server else "BLOB",
        "clustered": "" if link.server else "WITHOUT ROWID",
    }
    link.run(_SETTINGS)
    held = _held(link)
    if held > LAYOUT:
        raise LedgerTooNew("a newer Storewarden wrote the book of advisories; it was left as it is")
    for table in ("range", "version") if held < LAYOUT else ():
        link.run(f"DROP TABLE IF EXISTS advisory_{table}")
    for table in _TABLES:
        link.run(table.format(**words))
    link.run(
        "INSERT INTO advisory_setting VALUES ('version', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        str(LAYOUT),
    )
    return 0 < held < LAYOUT


def _held(link: Link) -> int:
    """The layout of the book; 0 for a new one."""
    rows = link.run("SELECT value FROM advisory_setting WHERE name = 'version'")
    return int(rows[0][0]) if rows else 0
