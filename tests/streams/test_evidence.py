"""An alert shows the words of its lines, from whichever batch they came in."""

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.verdicts import Severity
from storewarden.kernels import events
from storewarden.streams.evidence import Evidence


def alert(*lines: int) -> Alert:
    evidence = tuple(EvidenceLine(number, "") for number in lines)
    actor = Actor(ActorKind.ADDRESS, "192.0.2.1")
    return Alert("r", "T", Severity.LOW, (), actor, None, None, 1, "web", evidence, "why", "do")


def shown(evidence: Evidence, *lines: int) -> list[str]:
    [told] = evidence.shown([alert(*lines)])
    return [line.text for line in told.lines]


def test_lines_of_two_batches_and_one_that_is_in_none() -> None:
    evidence = Evidence()
    for line in (1, 3):
        said = {"source": "web", "line": [line], "kind": "http", "path": f"/{line}"}
        evidence.remember(events.batch(said))
    assert shown(evidence, 1, 2, 3) == ["/1", "(no longer at hand)", "/3"]
    assert shown(evidence, 7) == ["(no longer at hand)"]


def test_a_line_is_the_same_whoever_shows_it_and_how_often() -> None:
    evidence = Evidence()
    lines = [10, 11, 15, 20]
    paths = [f"/{line}" for line in lines]
    said = {"source": "web", "line": lines, "kind": "http", "path": paths}
    evidence.remember(events.batch(said))
    assert shown(evidence, 11, 15) == ["/11", "/15"]
    assert shown(evidence, 20, 11, 12, 10) == ["/20", "/11", "(no longer at hand)", "/10"]
    assert shown(evidence, 11, 15) == ["/11", "/15"]


def test_a_line_number_is_looked_up_in_its_own_source_and_in_the_newest_batch() -> None:
    evidence = Evidence()
    for source, path in (("web", "/old"), ("web", "/new"), ("other", "/other")):
        said = {"source": source, "line": [1], "kind": "http", "path": path}
        evidence.remember(events.batch(said))
    assert shown(evidence, 1) == ["/new"]
