"""What somebody who starts the watch asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from storewarden.core.passed import Passed
from storewarden.streams.ports import Announce

CHORES: Final = 600.0
"""Seconds between two rounds of tidying up the event store."""

TELL: Final = 10.0
"""Seconds between two looks for what somebody has to be told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How the watch is to run.

    Attributes:
        announce: is told of every alert at once.
        show: is shown the figures once a second and at the end.
        once: read what there is and end.
        stop: ends the watch when it is set.
    """

    announce: Announce
    show: Callable[[Passed], None]
    once: bool = False
    stop: Event = field(default_factory=Event)
