"""Every parser holds on what it once fell over, and on a short round of changed inputs."""

from itertools import islice

import pytest

from tests.fuzz.every import TARGETS
from tests.fuzz.mutating import mutated

ROUND = 25


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_holds(name: str) -> None:
    target = TARGETS[name]
    known = target.known()
    for data in (b"", *known, *islice(mutated(known, seed=7), ROUND)):
        target.holds(data)
