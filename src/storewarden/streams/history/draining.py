"""Brings in all that a table or a journal holds, from where the watch would go on."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from storewarden.core.river import Piece, Source
from storewarden.kernels.events.ports import Delivery, Loaded, delivery_id
from storewarden.streams.history.loading import SEGMENT, Keeper
from storewarden.streams.memory import written
from storewarden.streams.pipeline import POSITION
from storewarden.streams.ports import Parse


def drain(source: Source, parse: Parse, store: Keeper) -> Loaded:
    """Keep everything that a source gives at once; its place is kept with it, for the watch too.

    Raises `EventStoreError`; what was kept before stays.
    """
    done, waiting, rows = Loaded(), list[Delivery](), 0
    while pieces := source.more():
        for piece in pieces:
            waiting.append(_delivery(piece, parse(piece)))
            rows += waiting[-1].batch.num_rows
            done = replace(done, before=done.before or piece.first_line - 1)
            done = replace(done, lines=piece.first_line + piece.lines - 1, cut=done.cut + piece.cut)
        if rows >= SEGMENT:
            done, waiting, rows = _kept(done, store, waiting), [], 0
    done = _kept(done, store, waiting)
    trouble = "; ".join(remark.said for remark in source.remarks())
    return replace(done, trouble=trouble or None)


def _kept(done: Loaded, store: Keeper, waiting: Sequence[Delivery]) -> Loaded:
    return replace(done, events=done.events + (store.append(waiting) if waiting else 0))


def _delivery(piece: Piece, batch: pa.RecordBatch) -> Delivery:
    place = piece.place
    digest = place.digest if place else ""
    positions = {POSITION + piece.source: written(place)} if place else {}
    return Delivery(delivery_id(piece.source, piece.first_line, f"{digest}@0"), batch, positions)
