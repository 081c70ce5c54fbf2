"""How good are the attack patterns? Recall, false share and misses by class; no part of a release.

Usage: python scripts/pattern_quality.py [CLASS or RULE FAMILY ...] [--misses] [--false] [--cases]
       [--honest SEEDS] [--folder FOLDER]

    --misses    print the attack stages that no pattern of the right class flags
    --false     print the stages that must stay silent and do not, with the patterns that flagged
    --cases     run every pattern's own `hit` and `near` values (alone with its field)
    --honest N  flag share of honest lines of the lab's traffic over N seeds
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab.traffic.logs import write_log
from tests.detect.stages import CLASSES, Stage, stages

from storewarden.bootstrap import installed
from storewarden.kernels.events import batch
from storewarden.kernels.matching import Matcher, Pattern


def found_by(matcher: Matcher, records: list[dict[str, str | None]]) -> list[set[Pattern]]:
    """Return the patterns that each record shows."""
    fields = ("path", "query", "agent", "referrer")
    columns = {name: [record.get(name) for record in records] for name in fields}
    found: list[set[Pattern]] = [set() for _ in records]
    hits = matcher.match(batch({**columns, "kind": "http"}, len(records)))
    for row, number in zip(hits.rows, hits.patterns, strict=True):
        found[row].add(matcher.patterns[number])
    return found


def flagged_by(matcher: Matcher, records: list[dict[str, str | None]]) -> list[set[Pattern]]:
    """Return the patterns that flag each record: not the ones of low confidence."""
    return [{one for one in found if one.flags} for found in found_by(matcher, records)]


def record_of(stage: Stage) -> dict[str, str | None]:
    """Write a stage as an event, as a log parser would."""
    path, mark, query = stage.uri.partition("?")
    ends = {"agent": stage.agent, "referrer": stage.referrer}
    return {"path": path, "query": query if mark else None} | {
        name: None if text == "-" else text for name, text in ends.items()
    }


def table(rows: list[tuple[Stage, set[Pattern]]]) -> None:
    """Print recall and false share for each family."""
    print(f"{'family':8}{'attacks':>9}{'right':>7}{'recall':>8}{'any':>6}{'silent':>8}{'false':>7}")
    total: Counter[str] = Counter()
    for family in (*CLASSES, "all"):
        counts: Counter[str] = Counter()
        for stage, flagged in rows:
            if stage.family != family:
                continue
            kind = "attack" if stage.attack else "silent"
            counts[kind] += 1
            counts[f"{kind} right"] += stage.right({pattern.attack for pattern in flagged})
            counts[f"{kind} any"] += bool(flagged)
        total += counts
        one = total if family == "all" else counts
        recall = one["attack right"] / max(1, one["attack"])
        false = one["silent right"] / max(1, one["silent"])
        print(
            f"{family:8}{one['attack']:9}{one['attack right']:7}{recall:8.1%}"
            f"{one['attack any']:6}{one['silent']:8}{false:7.1%}"
        )


def cases(matcher: Matcher) -> int:
    """Print hit values that are missed and near values that are hit, for each pattern."""
    wrong = 0
    for pattern in matcher.patterns:
        wanted = [(value, True) for value in pattern.hit] + [(v, False) for v in pattern.near]
        for value, expected in wanted:
            records: list[dict[str, str | None]] = [{where.value: value} for where in pattern.where]
            seen = any(pattern in found for found in found_by(matcher, records))
            if seen is not expected:
                wrong += 1
                print(f"{pattern.id}: {'misses hit' if expected else 'hits near'} {value!r}")
    return wrong


def honest(matcher: Matcher, seeds: int) -> None:
    """Print which patterns flag honest lines, and how many of them."""
    line = re.compile(r'(\S+) .*?"\S+ ([^ ?]*)\??(\S*) [^"]*" \d+ \d+ "([^"]*)" "([^"]*)"')
    flagged: Counter[str] = Counter()
    lines = 0
    examples: dict[str, str] = {}
    for seed in range(seeds):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "access.log"
            truth = write_log(path, seed, 20_000, 2)
            texts = path.read_text("ascii").splitlines()
        bad = {address for thief in truth.attackers for address in thief.addresses}
        kept = [found for text in texts if (found := line.match(text)) and found[1] not in bad]
        names = ("address", "path", "query", "referrer", "agent")
        records = [dict(zip(names, one.groups(), strict=True)) for one in kept]
        lines += len(records)
        for record, found in zip(records, flagged_by(matcher, records), strict=True):
            for pattern in found:
                flagged[pattern.id] += 1
                examples.setdefault(pattern.id, str(record))
            flagged["any"] += bool(found)
    print(f"honest lines flagged: {flagged['any']} of {lines} ({flagged['any'] / lines:.3%})")
    for name, count in flagged.most_common(20):
        print(f"  {count:6} {name} {examples.get(name, '')}")


def main() -> None:
    """Read the arguments and print what they ask for."""
    asked = argparse.ArgumentParser(usage=__doc__)
    asked.add_argument("only", nargs="*")
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--false", dest="wrong", action="store_true")
    asked.add_argument("--cases", action="store_true")
    asked.add_argument("--honest", type=int, default=0)
    asked.add_argument("--folder", type=Path, default=installed.PATTERNS)
    given = asked.parse_args()
    matcher = installed.matcher(installed.installed_patterns(given.folder))
    counts = Counter(pattern.attack for pattern in matcher.patterns)
    print(f"{len(matcher.patterns)} patterns: {dict(counts)}")
    every = stages()
    found = flagged_by(matcher, [record_of(stage) for stage in every])
    rows = list(zip(every, found, strict=True))
    print("\nstages whose attack stands in the address, the agent or the referrer:")
    table([row for row in rows if row[0].visible])
    print("\nevery stage without a body (some attacks stand in headers that no log shows):")
    table(rows)
    families = {f for f, kinds in CLASSES.items() if not given.only or {f, *kinds} & {*given.only}}
    for stage, flagged in rows:
        right = stage.right({pattern.attack for pattern in flagged})
        if not stage.visible or stage.family not in families or right is stage.attack:
            continue
        if given.misses if stage.attack else given.wrong:
            shown = " ".join(filter(None, record_of(stage).values()))
            shown = shown.replace("OWASP CRS test agent", "")
            by = sorted(p.id for p in flagged)
            print(f"{'MISS ' if stage.attack else 'FALSE'} {stage.name} {shown} {by or ''}")
    if given.cases:
        print(f"\n{cases(matcher)} cases are wrong")
    if given.honest:
        honest(matcher, given.honest)


if __name__ == "__main__":
    main()
