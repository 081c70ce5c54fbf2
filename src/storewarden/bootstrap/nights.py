"""Plugs the event store and the ledger into the look at the day that is over."""

from datetime import datetime
from typing import TYPE_CHECKING

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.installed import installed_features
from storewarden.bootstrap.opening import OWN_FOLDER, open_events, open_ledger
from storewarden.core.estate import Estate

if TYPE_CHECKING:
    from storewarden.kernels.baselines import Lesson, Observed
    from storewarden.streams.nights import Night, Nights

_EVERYTHING = "all logs"


def observed_since(estate: Estate, since: datetime, until: datetime) -> "Observed":
    """What baselines see of stored events; raises `EventStoreError` and `SecretMissing`."""
    from storewarden.streams.nights import observed

    with open_events(estate) as store:
        return observed(store, since, until, installed_features())


def judge_yesterday(estate: Estate, lesson: "Lesson") -> "Night":
    """Judge the last day that is over, and make findings of whoever crosses two baselines.

    Raises `EventStoreError`, `LedgerError` and `SecretMissing`.
    """
    from storewarden.engine.alarms import alarm
    from storewarden.streams.nights import look, settled

    with open_events(estate) as store:
        night = look(store, settled(now()), installed_features(), lesson, _EVERYTHING)
    if night.alerts:
        open_ledger(estate).update(lambda known: alarm(known, night.alerts, estate, now()))
    _nights(estate).done(night.day)
    return night


def night_is_due(estate: Estate) -> bool:
    """Whether the last day that is over was not judged yet."""
    from storewarden.streams.nights import settled

    return _nights(estate).is_due(settled(now()))


def _nights(estate: Estate) -> "Nights":
    from storewarden.streams.nights import Nights

    return Nights(estate.root / OWN_FOLDER / "baselines.day")
