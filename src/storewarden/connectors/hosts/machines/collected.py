"""A small file of readings that was collected on a machine, and the machine that it stands for."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from storewarden.core.errors import Unreachable
from storewarden.core.hosts import Machine, Output, Reading

_FORM: Final = 1
_LARGEST: Final = 64 * 1024**2


class _Said(msgspec.Struct, frozen=True):
    code: int | None = None
    text: str = ""
    cut: bool = False
    because: str = ""


class _Collection(msgspec.Struct, frozen=True):
    form: int
    collected: datetime
    readings: dict[str, _Said]


class Collection:
    """What was collected, as `core.hosts.Machine`."""

    def __init__(self, path: Path, readings: Mapping[str, _Said]) -> None:
        self._path = path
        self._readings = readings

    def read(self, reading: Reading) -> Output:
        """See the port."""
        said = self._readings.get(reading.id)
        if said is None:
            raise Unreachable(
                f"{self._path.name} does not hold {reading.id}; collect it again with this version"
            )
        if said.because:
            raise Unreachable(said.because)
        return Output(said.code, said.text, said.cut)


def written(machine: Machine, readings: Iterable[Reading], now: datetime) -> bytes:
    """Make all readings and write them as the JSON of a collected file."""
    said = {reading.id: _said(machine, reading) for reading in readings}
    return msgspec.json.format(msgspec.json.encode(_Collection(_FORM, now, said)), indent=1)


def collected(path: Path, now: datetime, max_age_days: int) -> Collection:
    """Open a collected file; raises `Unreachable` when it cannot be read, is broken or too old."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreachable(f"{path.name} is larger than {_LARGEST} bytes; it was not read")
        told = msgspec.json.decode(path.read_bytes(), type=_Collection)
    except OSError as gone:
        raise Unreachable(f"{path} cannot be read: {gone.strerror}") from None
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise Unreachable(f"{path.name} is no file of `storewarden collect`") from None
    if told.form != _FORM:
        raise Unreachable(f"{path.name} was collected by a newer Storewarden than this one")
    if told.collected.tzinfo is None:
        raise Unreachable(f"{path.name} does not say in which time zone it was collected")
    if now - told.collected > timedelta(days=max_age_days):
        day = told.collected.date().isoformat()
        raise Unreachable(
            f"{path.name} was collected on {day}, more than {max_age_days} days ago; collect again"
        )
    return Collection(path, told.readings)


def _said(machine: Machine, reading: Reading) -> _Said:
    try:
        output = machine.read(reading)
    except Unreachable as gone:
        return _Said(because=str(gone))
    return _Said(output.code, output.text, output.cut)
