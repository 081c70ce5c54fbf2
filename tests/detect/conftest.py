from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from storewarden.cli.program import run


class Line(msgspec.Struct, forbid_unknown_fields=True):
    line: int
    classes: list[str]
    rules: list[str]
    file: str | None = None


@dataclass(frozen=True)
class Answer:
    code: int
    said: str
    complained: str

    def lines(self) -> list[Line]:
        return [msgspec.json.decode(line, type=Line) for line in self.said.splitlines()]


Detect = Callable[..., Answer]


@pytest.fixture
def detect(capsys: pytest.CaptureFixture[str]) -> Detect:
    def detect(*arguments: str | Path) -> Answer:
        code = run(["detect", *map(str, arguments)])
        out = capsys.readouterr()
        return Answer(code, out.out, out.err)

    return detect


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., Path]:
    def log(*requests: str, name: str = "access.log") -> Path:
        """Write a log: each request is an address and what it asked for, or a whole line."""
        path = tmp_path / name
        path.write_bytes(b"".join(line(request).encode() + b"\n" for request in requests))
        return path

    return log


def line(request: str) -> str:
    address, _, asked = request.partition(" ")
    if not asked.startswith("/"):
        return request
    when = "15/Jun/2026:10:00:00 +0000"
    return f'{address} - - [{when}] "GET {asked} HTTP/1.1" 200 512 "-" "Mozilla/5.0"'
