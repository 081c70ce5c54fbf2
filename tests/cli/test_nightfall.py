"""The watch starts the nightly look beside itself: once, never waiting, and says when it failed."""

import time
from pathlib import Path

import pytest

from storewarden.bootstrap import nights, opening
from storewarden.cli.nightfall import Nightfall
from storewarden.core.errors import Unreachable

pytestmark = pytest.mark.slow


def wait_for_the_end(nightfall: Nightfall) -> None:
    deadline = time.monotonic() + 120
    while nightfall._looking is not None and time.monotonic() < deadline:
        nightfall.look()
        time.sleep(0.05)


def test_the_look_runs_beside_and_is_not_due_again(home: Path) -> None:
    estate = opening.load_estate()
    with Nightfall(estate, home / "storewarden.toml") as nightfall:
        nightfall.look()
        assert nightfall._looking is not None
        wait_for_the_end(nightfall)
    assert not nights.night_is_due(estate)


def test_a_look_that_fails_is_said(home: Path) -> None:
    estate = opening.load_estate()
    (home / "storewarden.toml").write_text("[estate", "utf-8")
    said = r"yesterday was not judged by the baselines \(exit 2\): "
    with Nightfall(estate, home / "storewarden.toml") as nightfall:
        nightfall.look()
        with pytest.raises(Unreachable, match=said):
            wait_for_the_end(nightfall)
    assert nights.night_is_due(estate)


def test_the_end_of_the_watch_ends_the_look(home: Path) -> None:
    with Nightfall(opening.load_estate(), home / "storewarden.toml") as nightfall:
        nightfall.look()
        child = nightfall._looking
    assert child is not None
    assert child.poll() is not None
