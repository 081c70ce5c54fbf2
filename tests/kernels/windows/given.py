"""Behaviours and batches for the tests of windows."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.kernels import events
from storewarden.kernels.windows import Behaviour, behaviour_in
from storewarden.kernels.windows.signals import Signal
from tests.kernels.windows.oracle import Event, Told

SECOND = 1_000_000
_ACTIONS = {
    Signal.LOGIN_FAILED: "login_failed",
    Signal.LOGIN_OK: "login_ok",
    Signal.VOUCHER_TRY: "voucher_try",
}


def behaviour(name: str, *windows: str) -> Behaviour:
    head = 'title = "T"\nseverity = "high"\nquestion = "Q?"\nwhy = "W"\ndo = "D"\n'
    return behaviour_in(head + "".join(f"[[window]]\n{each}\n" for each in windows), name)


def counts(what: str, bar: int, seconds: float, **more: str) -> str:
    told = "\n".join(f"{name} = {value}" for name, value in more.items())
    return f'counts = "{what}"\nat_least = {bar}\nseconds = {seconds}\n{told}'


def batch(told: Iterable[Event]) -> pa.RecordBatch:
    """Events as a batch, in the order in which they are given."""
    rows = list(told)
    pages = [bool(each.signs & {Signal.PAGE, Signal.STATIC}) for each in rows]
    actions = [
        next((_ACTIONS[sign] for sign in each.signs if sign in _ACTIONS), None) for each in rows
    ]
    return events.batch(
        {
            "time": pa.array([each.time for each in rows], pa.int64()),
            "line": pa.array([each.line for each in rows], pa.int64()),
            "source": "shop",
            "kind": "http",
            "method": ["GET" if page else None for page in pages],
            "status": pa.array([200 if page else None for page in pages], pa.int32()),
            "address": [each.address for each in rows],
            "path": [_path(each) for each in rows],
            "agent": [each.agent or None for each in rows],
            "account": [each.account or None for each in rows],
            "object": [each.thing or None for each in rows],
            "session": [each.session or None for each in rows],
            "action": actions,
        },
        len(rows),
    )


def short(alerts: Sequence[Alert]) -> list[Told]:
    """Alerts as the oracle tells them."""
    return [
        (
            alert.rule,
            alert.actor.value,
            alert.last or 0,
            alert.count,
            tuple(line.number for line in alert.lines),
            alert.addresses,
        )
        for alert in alerts
    ]


def _path(told: Event) -> str | None:
    return f"{told.path}.css" if Signal.STATIC in told.signs else told.path or None
