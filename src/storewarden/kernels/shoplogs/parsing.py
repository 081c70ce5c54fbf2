"""Parses lines of shop logs into one batch of events."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from storewarden.kernels.events import Action, Kind, batch
from storewarden.kernels.plainlines.parsing import time_in
from storewarden.kernels.shoplogs import magento, woocommerce
from storewarden.kernels.shoplogs.deeds import Deed


@dataclass(frozen=True, slots=True)
class Format:
    """How a platform's entries begin, and what their lines say."""

    head: re.Pattern[str]
    deed: Callable[[str], Deed]


FORMATS: Final[Mapping[str, Format]] = {
    "woocommerce": Format(woocommerce.HEAD, woocommerce.deed_of_line),
    "magento": Format(magento.HEAD, magento.deed_of_line),
}
"""By the ``format`` of a log in the estate file."""

_START: Final = 64
_AUTH: Final = frozenset(
    {Action.LOGIN_FAILED, Action.LOGIN_OK, Action.LOGOUT, Action.PASSWORD_RESET}
)


def parse(
    chunk: bytes, *, source: str, first_line: int, form: Format, zone: int = 0
) -> pa.RecordBatch:
    """Make an event of each line; empty lines are counted and have no row.

    A line without a beginning goes on with the entry before it and has its time; where there is
    none before it in the chunk, it is kind ``raw`` unless it says what somebody did.

    Args:
        chunk: whole lines.
        source: the id of the log.
        first_line: the number of the chunk's first line in its source.
        form: whose log it is.
        zone: minutes ahead of UTC, for times that do not say it.
    """
    texts = enumerate(chunk.decode("utf-8", "replace").split("\n"), first_line)
    rows = [(number, text.removesuffix("\r")) for number, text in texts if text.strip()]
    deeds = [form.deed(text) for _, text in rows]
    times = _times([text for _, text in rows], form, zone)
    return batch(
        {
            "time": times,
            "source": source,
            "line": [number for number, _ in rows],
            "kind": [_kind(deed, at) for deed, at in zip(deeds, times, strict=True)],
            "address": [deed.address for deed in deeds],
            "account": [deed.account for deed in deeds],
            "session": [deed.session for deed in deeds],
            "action": [deed.action for deed in deeds],
            "object": [deed.object for deed in deeds],
            "message": [text for _, text in rows],
        },
        len(rows),
    )


def _times(texts: list[str], form: Format, zone: int) -> list[int | None]:
    told: list[int | None] = []
    at: int | None = None
    for text in texts:
        if form.head.match(text):
            at = time_in(text[:_START], zone)
        told.append(at)
    return told


def _kind(deed: Deed, at: int | None) -> str:
    if deed.action in _AUTH:
        return Kind.AUTH.value
    return Kind.RAW.value if at is None and deed.action is None else Kind.APP.value
