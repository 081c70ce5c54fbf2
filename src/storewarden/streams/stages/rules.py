"""Sigma rules on live events: one alert for each rule and actor, and correlations."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import pyarrow as pa

from storewarden.core.alerts import MOST_LINES, Actor, ActorKind, Alert, EvidenceLine
from storewarden.kernels.events.picking import picked
from storewarden.kernels.matching import Hits
from storewarden.kernels.sigma.live.correlating import Correlator, Fired
from storewarden.kernels.sigma.live.remembering import Remembering
from storewarden.kernels.sigma.live.texts import Rows
from storewarden.kernels.sigma.rules import Ruleset, Told

_MOST: Final = 50_000
_ANEW: Final = 24 * 3_600_000_000
_MORE: Final = 10
_COLUMNS: Final = {
    ActorKind.ADDRESS: "address",
    ActorKind.ACCOUNT: "account",
    ActorKind.SESSION: "session",
    ActorKind.EVENT: "object",
}
_KINDS: Final = {column: kind for kind, column in _COLUMNS.items()}
_READ: Final = ("time", "source", "line", "address", "account", "session", "object")
Who = tuple[str, str, str, str]


class _Seen(msgspec.Struct, array_like=True):
    """How often one rule saw one actor since it was first told."""

    first: int
    told: int
    count: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    told: dict[str, Told]
    matcher: Remembering
    correlator: Correlator
    names: dict[str, tuple[str, ...]]


class Rules:
    """A stage: Sigma rules, read anew when they change.

    An actor is told once a day for each rule, and again at ten times as many events.

    Args:
        rules: the rules as they are now.
        changed: the rules when they are no longer the same, else None; asked every 500 batches.
        clock: microseconds since 1970.
    """

    def __init__(
        self,
        rules: Ruleset,
        changed: Callable[[], Ruleset | None],
        clock: Callable[[], int],
    ) -> None:
        self._changed = changed
        self._clock = clock
        self._seen: OrderedDict[Who, _Seen] = OrderedDict()
        self._compiled = _compiled(rules)
        self._batches = 0

    def advance(self, batch: pa.RecordBatch, _hits: Hits) -> Sequence[Alert]:
        """Match the rules on a batch."""
        self._refresh()
        compiled = self._compiled
        matched = compiled.matcher.match(batch)
        fired = compiled.correlator.advance(batch, matched, self._clock())
        alerts = [alert for one in fired if one.fresh for alert in self._correlated(one)]
        for key, rows in matched.items():
            if compiled.told[key].raises:
                alerts += self._plain(compiled.told[key], batch, rows)
        return alerts

    def snapshot(self) -> bytes:
        """Whom it told about, and what correlations remember."""
        seen = list(self._seen.items())
        return msgspec.msgpack.encode((seen, self._compiled.correlator.snapshot()))

    def restore(self, remembered: bytes) -> None:
        """Go on from there; raises `ValueError`."""
        try:
            seen, groups = msgspec.msgpack.decode(
                remembered, type=tuple[list[tuple[Who, _Seen]], bytes]
            )
            self._compiled.correlator.restore(groups)
        except (msgspec.MsgspecError, KeyError, TypeError) as odd:
            raise ValueError("what was remembered of rules cannot be read") from odd
        self._seen = OrderedDict(seen)

    def _refresh(self) -> None:
        self._batches += 1
        if self._batches % 500:
            return
        rules = self._changed()
        if rules is not None:
            remembered = self._compiled.correlator.snapshot()
            self._compiled = _compiled(rules)
            self._compiled.correlator.restore(remembered)

    def _plain(self, told: Told, batch: pa.RecordBatch, rows: Rows) -> Iterator[Alert]:
        kind = told.actor or ActorKind.ADDRESS
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for values in picked(batch, _READ, rows):
            event = dict(zip(_READ, values, strict=True))
            who = (event["source"] or "", event[_COLUMNS[kind]] or "")
            found.setdefault(who, []).append(event)
        for (source, name), events in found.items():
            count = self._news((told.key, source, kind.value, name), events)
            if count:
                yield _alert(told, Actor(kind, name), events, count)

    def _news(self, who: Who, events: Sequence[dict[str, Any]]) -> int:
        """How many events there are by now, when that is worth an alert; else 0."""
        last = max((event["time"] or 0 for event in events), default=0)
        seen = self._seen.pop(who, None)
        if seen is None or last - seen.first > _ANEW:
            seen = _Seen(last, 0, 0)
        count = seen.count + len(events)
        news = seen.told == 0 or count >= seen.told * _MORE
        self._seen[who] = _Seen(seen.first, count if news else seen.told, count)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return count if news else 0

    def _correlated(self, fired: Fired) -> Iterator[Alert]:
        told = self._compiled.told[fired.key]
        if not told.raises:
            return
        names = self._compiled.names[fired.key]
        yield Alert(
            rule=told.key,
            title=told.title,
            severity=told.severity,
            classes=told.classes,
            actor=_actor(told, names, fired.group),
            first=fired.first,
            last=fired.time,
            count=fired.count,
            source=fired.lines[-1][0] if fired.lines else "",
            lines=tuple(EvidenceLine(number, "") for _, number in fired.lines[:MOST_LINES]),
            why=f"{fired.count} counted. {told.why}",
            do=told.do,
            addresses=_addresses(names, fired.group),
        )


def _compiled(rules: Ruleset) -> _Compiled:
    correlations = rules.correlations
    return _Compiled(
        {told.key: told for told in rules.every},
        Remembering(rules.rules),
        Correlator(correlations),
        {one.told.key: one.group_names for one in correlations},
    )


def _alert(told: Told, actor: Actor, events: Sequence[dict[str, Any]], count: int) -> Alert:
    times = [event["time"] for event in events if event["time"] is not None]
    addresses = {event["address"] for event in events if event["address"]}
    return Alert(
        rule=told.key,
        title=told.title,
        severity=told.severity,
        classes=told.classes,
        actor=actor,
        first=min(times, default=None),
        last=max(times, default=None),
        count=count,
        source=events[0]["source"] or "",
        lines=tuple(EvidenceLine(event["line"] or 0, "") for event in events[:MOST_LINES]),
        why=f"{count} seen. {told.why}",
        do=told.do,
        addresses=tuple(sorted(addresses)),
    )


def _actor(told: Told, names: Sequence[str], group: Sequence[str]) -> Actor:
    if not names:
        return Actor(ActorKind.CROWD, "everyone")
    kind = told.actor or _KINDS.get(names[0], ActorKind.EVENT)
    at = names.index(_COLUMNS[kind]) if _COLUMNS.get(kind) in names else 0
    return Actor(kind, group[at])


def _addresses(names: Sequence[str], group: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for name, value in zip(names, group, strict=False) if name == "address")
