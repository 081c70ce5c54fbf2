"""Everything that baselines see of some events: stays of each kind, hours, and first times."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from storewarden.core.alerts import ActorKind
from storewarden.kernels.baselines import visits as cutting
from storewarden.kernels.baselines.feature import Feature
from storewarden.kernels.baselines.firsts import Firsts, earliest, firsts
from storewarden.kernels.baselines.records import Records
from storewarden.kernels.baselines.visits import ENTITIES, Scale, Visits, visits


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen.

    Attributes:
        stays: visits and hours of addresses, accounts and keys.
        hours: hours of the whole shop.
        untimed: events without a time, which are not looked at.
    """

    features: tuple[Feature, ...]
    stays: tuple[Visits, ...]
    hours: Visits
    firsts: Firsts
    untimed: int

    def of(self, kind: ActorKind, scale: Scale) -> Visits:
        """The stays of one kind and length."""
        return next(each for each in self.stays if (each.kind, each.scale) == (kind, scale))


def observe(records: Records, features: Sequence[Feature]) -> Observed:
    """Take the figures of everything that was taken down."""
    stays = tuple(visits(records, features, kind, scale) for kind in ENTITIES for scale in Scale)
    everybody = Records(
        records.time,
        records.mask,
        {**records.codes, "": np.zeros_like(records.time)},
        {**records.values, "": ("",)},
        records.untimed,
    )
    hours = cutting.stays(everybody, features, (ActorKind.CROWD, ""), Scale.HOUR)
    return Observed(tuple(features), stays, hours, firsts(records), records.untimed)


def together(days: Sequence[Observed]) -> Observed:
    """Put days together that were observed one by one, each from midnight to midnight UTC."""
    if len(days) == 1:
        return days[0]
    stays = zip(*(day.stays for day in days), strict=True)
    return Observed(
        days[0].features,
        tuple(cutting.joined(each) for each in stays),
        cutting.joined([day.hours for day in days]),
        earliest(day.firsts for day in days),
        sum(day.untimed for day in days),
    )
