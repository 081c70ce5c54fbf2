"""Gives each address, account, object and session a small number; bytes tell them apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.windows.behaviour import By

EVERYONE: Final = 1
"""The key of all rows together; 0 is no key."""
_V4: Final = 4


@dataclass(slots=True)
class Keys:
    """The live keys: at most ``most``; what is refused is counted, never silent.

    Attributes:
        names: the text of each key, by number.
        kinds: what it is, by number.
        last: the latest time of a row with it, by number; 0 for a free number.
    """

    most: int
    names: list[str] = field(default_factory=lambda: ["", ""])
    kinds: list[int] = field(default_factory=lambda: [int(By.ALL), int(By.ALL)])
    refused: int = 0
    _numbers: dict[int, dict[str, int]] = field(default_factory=lambda: {int(by): {} for by in By})
    _free: list[int] = field(default_factory=list)
    last: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Make room for the times."""
        self.last = np.zeros(self.most + 1, np.int64)

    def __len__(self) -> int:
        """How many keys are live."""
        return len(self.names) - 2 - len(self._free)

    @property
    def room(self) -> int:
        """How many more keys there is room for."""
        return self.most - 1 - len(self)

    @property
    def times(self) -> npt.NDArray[np.int64]:
        """The part of `last` that was ever used."""
        return self.last[: len(self.names)]

    def of(self, kind: By, names: Sequence[str], seen: int) -> npt.NDArray[np.int32]:
        """The numbers of these names, seen at that time; 0 where there was no room."""
        known = self._numbers[int(kind)]
        found = list(map(known.get, names))
        for at in [at for at, number in enumerate(found) if number is None]:
            number = known.get(names[at])
            found[at] = self._new(int(kind), names[at]) if number is None else number
        numbers = np.array(found, np.int32)
        self.last[numbers] = np.maximum(self.last[numbers], seen)
        self.last[0] = 0
        return numbers

    def unknown(self, kind: By, names: Iterable[str]) -> int:
        """How many of these names have no number yet."""
        known = self._numbers[int(kind)]
        return sum(name not in known for name in names)

    def _new(self, kind: int, name: str) -> int:
        if self._free:
            number = self._free.pop()
            self.names[number], self.kinds[number] = name, kind
        elif len(self.names) <= self.most:
            number = len(self.names)
            self.names.append(name)
            self.kinds.append(kind)
        else:
            return 0
        self._numbers[kind][name] = number
        return number

    def drop(self, numbers: Sequence[int]) -> None:
        """Forget keys that nothing is counted for any more."""
        for number in numbers:
            del self._numbers[self.kinds[number]][self.names[number]]
            self.names[number] = ""
            self._free.append(number)
            self.last[number] = 0

    def live(self) -> list[tuple[int, int, str]]:
        """Number, kind and name of every live key."""
        by_kind = self._numbers.items()
        return sorted((n, kind, name) for kind, known in by_kind for name, n in known.items())

    def revive(self, live: Iterable[tuple[int, int, str]]) -> None:
        """Take keys back that `live` told."""
        for number, kind, name in live:
            missing = number + 1 - len(self.names)
            self._free += range(len(self.names), number)
            self.names += [""] * missing
            self.kinds += [0] * missing
            self.names[number], self.kinds[number] = name, kind
            self._numbers[kind][name] = number


def block_of(address: str) -> str:
    """The block of an address: 16 bits of IPv4, 32 of IPv6; empty when it is no address."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(ip_network((int(known), 16) if known.version == _V4 else (int(known), 32), False))


class Blocks:
    """Knows whether an address lies in one of some blocks."""

    def __init__(self, blocks: Iterable[str]) -> None:
        self._blocks: tuple[IPv4Network | IPv6Network, ...] = tuple(map(ip_network, blocks))

    def hold(self, address: str) -> bool:
        """True when the address lies in one of them; False for what is no address."""
        try:
            known = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return any(known in block for block in self._blocks if block.version == known.version)
