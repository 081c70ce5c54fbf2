"""Logs of others, each with a note on who must be found in it."""

import os
import re
from pathlib import Path

import pytest

from storewarden.kernels.accesslog import parse
from storewarden.kernels.windows import Settings, Windows, named
from tests.behaviours.played import behaviours

HUB = Path(os.environ.get("STOREWARDEN_CORPUS", "../shared/corpus")) / "logs" / "hub"
#: One request alone shows these: patterns find them, not windows.
_SINGLE = {
    "apache_log4j2_cve-2021-44228",
    "nginx-cve-2021-41773",
    "nginx-http-backdoor",
    "nginx-http-path-traversal",
}


def _scenarios() -> list[Path]:
    notes = sorted(note.parent for note in HUB.glob("*/scenario.assert"))
    return [folder for folder in notes if folder.name not in _SINGLE]


@pytest.mark.corpus
@pytest.mark.parametrize("folder", _scenarios(), ids=lambda folder: folder.name)
def test_whoever_must_be_found_is_found(folder: Path) -> None:
    wanted = set(re.findall(r'Sources\["([^"]+)"\]', (folder / "scenario.assert").read_text()))
    log = next(folder.glob("*.log")).read_bytes().rstrip(b"\n") + b"\n"
    windows = Windows(behaviours(), Settings(keys=1_000))
    told = [*windows.advance(parse(log, source="hub", first_line=1)), *windows.flush()]
    assert set(named(told)) == wanted
