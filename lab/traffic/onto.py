"""Plays one seed's story onto a running lab and writes down the truth of it."""

import ssl
from collections.abc import Mapping
from pathlib import Path

from lab.run.state import write_whole
from lab.run.telling import tell
from lab.run.tls import CA_FILE
from lab.traffic.plan import plan
from lab.traffic.playing import play
from lab.traffic.survey import surveyed
from lab.traffic.truth import joined, read, truth_of, written
from lab.traffic.visits import Story

TRUTH_FILE = "truth.json"
_SHOWN = 8


def play_onto(state: Path, addresses: Mapping[str, str], seed: int) -> None:
    """Play it all; the truth file then tells of this play and of those before it."""
    visits = plan(seed, surveyed(state))
    played = play(visits, addresses, _trust(state))
    tell(f"Played {played.requests} requests of {len(visits)} visits")
    for surprise, times in list(played.surprises.items())[:_SHOWN]:
        tell(f"  not as planned: {surprise} ({times} times)")
    note, truth = state / TRUTH_FILE, truth_of(seed, visits)
    if note.exists():
        truth = joined(read(note.read_text("utf-8")), truth)
    write_whole(note, written(truth))


def morning(state: Path, addresses: Mapping[str, str]) -> None:
    """One editor comes to work: afterwards every log has written today."""
    editors = [visit for visit in plan(0, surveyed(state)) if visit.story is Story.EDITOR]
    play(editors[:1], addresses, _trust(state))


def _trust(state: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(state / CA_FILE))
