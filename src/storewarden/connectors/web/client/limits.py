"""How much may be asked of a site: how many requests, how fast, how long, how large."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from storewarden.connectors.web.client.addresses import addresses_of
from storewarden.core.errors import BudgetSpent


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request.

    Attributes:
        patience: seconds for the whole of one exchange, name lookup and body included.
        size_cap: bytes of the unpacked body that are kept.
        redirects: how many are followed.
    """

    patience: float = 10.0
    size_cap: int = 2_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class World:
    """What the client takes from the machine: a clock in seconds, sleep, name lookup, a proxy.

    With a proxy, names are looked up there.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    resolve: Callable[[str, int, float], Sequence[str]] = addresses_of
    proxy: str | None = field(default=None, repr=False)  # it may hold a password


@dataclass(slots=True)
class Allowance:
    """The requests that one run may send to one site, evenly spaced; shared by all visitors."""

    site: str
    budget: int
    per_second: float
    world: World
    _spent: int = 0
    _next: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def take(self) -> None:
        """Wait for the next turn; raises `BudgetSpent` when there is none left."""
        wait = self._turn()
        if wait > 0:
            self.world.sleep(wait)

    def _turn(self) -> float:
        with self._lock:
            if self._spent >= self.budget:
                raise BudgetSpent(
                    f"the {self.budget} requests that one run may send to {self.site} "
                    "are used up; the rest was not asked"
                )
            self._spent += 1
            now = self.world.clock()
            turn = max(now, self._next)
            self._next = turn + 1 / self.per_second
            return turn - now
