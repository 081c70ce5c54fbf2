"""A process that appends deliveries until it is killed, and notes each one acknowledged."""

from pathlib import Path

from tests.store.events.samples import NOW, delivery, store


def write(folder: str, writer: int, notes: str) -> None:
    """Each acknowledged delivery is a line of ``notes``; ``ready`` is the first."""
    name = str(writer)
    with store(Path(folder)) as kept, Path(notes).open("a", buffering=1) as told:
        number = int(kept.positions().get(name, "0"))
        told.write("ready\n")
        while True:
            number += 1
            own = writer * 1_000_000 + number
            kept.append([delivery(own, 5, {name: str(number)})])
            told.write(f"{own}\n")
            if number % 20 == 0:
                kept.tidy(NOW)
