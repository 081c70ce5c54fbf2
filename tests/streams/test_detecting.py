"""Several stages behind one face: each hears of the patterns, a fault stays where it is."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from storewarden.core.alerts import Alert
from storewarden.kernels.events import batch
from storewarden.kernels.matching.hits import Hits, none
from storewarden.streams.detecting import Detecting
from tests.streams.fakes import alert


class Stage:
    """Raises an alert for every event, with a memory of how many there were."""

    def __init__(self, *, broken: bool = False) -> None:
        self.seen = 0
        self.broken = broken

    def advance(self, events: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        if self.broken:
            raise KeyError("4111111111111111")
        self.seen += events.num_rows
        return [alert("log", line, f"{len(hits)} hits") for line in range(events.num_rows)]

    def snapshot(self) -> bytes:
        return bytes([self.seen])

    def restore(self, remembered: bytes) -> None:
        self.seen = remembered[0]


def events(rows: int) -> pa.RecordBatch:
    return batch({"source": "log"}, rows)


def test_a_fault_in_one_stage_leaves_the_others_alone_and_tells_no_secret() -> None:
    said: list[str] = []
    stages = {"rules": Stage(broken=True), "windows": Stage()}
    detecting = Detecting(lambda _events: none(), stages, said.append)
    assert len(detecting.advance(events(2))) == 2
    assert said == ["a fault in rules: KeyError; these events were not judged"]


def test_every_stage_remembers_its_own_part() -> None:
    first = Detecting(lambda _events: none(), {"a": Stage(), "b": Stage()}, print)
    first.advance(events(3))
    stages = {"b": Stage(), "c": Stage()}
    Detecting(lambda _events: none(), stages, print).restore(first.snapshot())
    assert {name: stage.seen for name, stage in stages.items()} == {"b": 3, "c": 0}


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="what was remembered cannot be read"):
        Detecting(lambda _events: none(), {}, print).restore(b"\xff\xff")
