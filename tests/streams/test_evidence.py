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
