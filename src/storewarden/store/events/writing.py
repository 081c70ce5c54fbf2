"""Writes one segment for good and makes the entry that will name it."""

from collections.abc import Sequence

import pyarrow as pa

from storewarden.store.events.chain import Entry, Kind
from storewarden.store.events.places import Places
from storewarden.store.events.segments import digest_of, packed, span


def written(places: Places, table: pa.Table, at: int, gone: Sequence[int] = ()) -> Entry:
    """Write a table as a segment; it counts only once the manifest holds the entry.

    ``gone`` are the entries that it replaces. The manifest gives the entry its number and link.
    """
    content = packed(table)
    first, last, untimed = span(table)
    return Entry(
        number=0,
        kind=Kind.MERGED if gone else Kind.STORED,
        at=at,
        name=places.write(content),
        digest=digest_of(content),
        rows=len(table),
        size=len(content),
        first=first,
        last=last,
        untimed=untimed,
        gone=tuple(gone),
    )
