"""A machine that answers from a table: a small real thing to plug into connectors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storewarden.core.errors import Unreachable
from storewarden.core.hosts import Output, Reading


@dataclass
class Answering:
    """Answers by a reading's id; what is not in the table is a program that is not there."""

    said: Mapping[str, str | Output]
    silent: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)

    def read(self, reading: Reading) -> Output:
        self.asked.append(reading.id)
        if reading.id in self.silent:
            raise Unreachable(f"{reading.id} gave no answer within {reading.seconds:g} s")
        answer = self.said.get(reading.id, Output(None))
        return Output(0, answer) if isinstance(answer, str) else answer
