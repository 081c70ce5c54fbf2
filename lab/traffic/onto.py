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

TRUTH_FILE = "truth.json"
_SHOWN = 8


def play_onto(state: Path, addresses: Mapping[str, str], seed: int) -> None:
    """Play it all; the truth file then tells of this play and of those before it."""
    visits = plan(seed, surveyed(state))
    trust = ssl.create_default_context(cafile=str(state / CA_FILE))
    played = play(visits, addresses, trust)
    tell(f"Played {played.requests} requests of {len(visits)} visits")
    for surprise, times in list(played.surprises.items())[:_SHOWN]:
        tell(f"  not as planned: {surprise} ({times} times)")
    note, truth = state / TRUTH_FILE, truth_of(seed, visits)
    if note.exists():
        truth = joined(read(note.read_text("utf-8")), truth)
    write_whole(note, written(truth))
