"""Reads who holds which key to a shop or CMS; never the keys themselves."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Final

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import Database, KeyRing
from storewarden.facts.suppliers import ApiKey

MOST: Final = 10_000
MILLISECONDS_FROM: Final = 10**11
ONLY_READS: Final = frozenset({"read", "r", "ro", "read_only", "readonly", "view", "list", "get"})
# WooCommerce keeps its REST keys in wp_woocommerce_api_keys and not when they were made.
WOOCOMMERCE: Final = {
    "name": "description",
    "holder": "user_id",
    "permissions": "permissions",
    "last_used": "last_access",
}


def gather(ring: KeyRing, access: Access) -> Iterator[ApiKey | Unseen]:
    """Tell one fact a key."""
    database = access.estate.asset(ring.keys.database)
    if not isinstance(database, Database):
        yield Unseen(ApiKey, f"the estate has no database {ring.keys.database}")
        return
    columns = columns_of(ring, database)
    if missing := {"name", "permissions"} - set(columns):
        yield Unseen(ApiKey, f"the estate does not say which column is the {min(missing)} of a key")
        return
    with closing(access.tables(database)) as tables:
        rows = tables.rows(ring.keys.table, list(columns.values()), MOST + 1)
    for row in rows[:MOST]:
        yield key_in(dict(zip(columns, row, strict=True)), ring, access.now.date())
    if len(rows) > MOST:
        yield Unseen(ApiKey, f"only the newest {MOST} keys were looked at")


def columns_of(ring: KeyRing, database: Database) -> Mapping[str, str]:
    """Use the estate's map, or what is known of the platform when it maps nothing."""
    known = database.platform in {"woocommerce", "wordpress"}
    return ring.keys.columns or (WOOCOMMERCE if known else {})


def key_in(row: Mapping[str, object], ring: KeyRing, today: date) -> ApiKey:
    """Turn one row into a fact."""
    used = row.get("last_used")
    last_used = day(used)
    return ApiKey(
        name=plain(row["name"]) or "key without a name",
        as_of=today,
        holder=plain(row.get("holder")),
        can_write=can_write(plain(row["permissions"]), ring.writes_when),
        created=day(row.get("created")),
        last_used=last_used,
        use_is_recorded="last_used" in row and (last_used is not None or is_never(used)),
    )


def can_write(permissions: str, writes_when: tuple[str, ...]) -> bool | None:
    """Tell from the words of a key's permissions; None when they say neither."""
    words = set(re.findall(r"\w+", permissions.lower()))
    if words & {word.lower() for word in writes_when}:
        return True
    return False if words and words <= ONLY_READS else None


def day(value: object) -> date | None:
    """Read a day from whatever a database keeps it as; None when that cannot be done."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    try:
        if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
            return from_seconds(float(text))
        return date.fromisoformat(text[:10])
    except (ValueError, OverflowError, OSError):
        return None


def from_seconds(moment: float) -> date:
    """Read a Unix time in seconds or milliseconds."""
    seconds = moment / 1000 if moment >= MILLISECONDS_FROM else moment
    return datetime.fromtimestamp(seconds, UTC).date()


def is_never(value: object) -> bool:
    """Say whether a last use that cannot be read means that there was none."""
    text = plain(value)
    return text in {"", "0"} or text.startswith("0000-00-00")


def plain(value: object) -> str:
    """Write a cell as one short line of text."""
    return "" if value is None else " ".join(str(value).split())[:80]


CONNECTOR = Connector(reads=KeyRing, gives=(ApiKey,), gather=gather)
