"""Measures how long an alert takes while a real file grows by 5,000 lines a second.

Every fifth of a second an attack by an address of its own is written among honest lines; the time
counts from the write to the moment its alert can be read from the watch's stdout.
Run: ``python benchmarks/watch_latency.py [SECONDS]``; the last line is JSON. It fails when an
attack raised no alert.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

RATE, TICK = 5_000, 0.01
ESTATE = """
[estate]
name = "Bench"
owner = "ada"
[people.ada]
name = "Ada Keller"
[logs.shop]
path = "access.log"
"""
HONEST = (
    '198.51.{}.{} - - [{}] "GET /catalogue/thing_{}/ HTTP/1.1" 200 5120 "-" "Mozilla/5.0 ({})"\n'
)
ATTACK = (
    '203.0.{}.{} - - [{}] "GET /search?q=1%27%20union%20select%20user,password%20from%20users--'
    ' HTTP/1.1" 404 12 "-" "Mozilla/5.0"\n'
)
SEEN = re.compile(r"pattern_sqli address 203\.0\.(\d+)\.(\d+)")


def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "storewarden.toml").write_text(ESTATE, "utf-8")
        (home / "access.log").write_text("", "utf-8")
        with subprocess.Popen(
            [sys.executable, "-m", "storewarden", "watch"],
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as watch:
            seen: dict[int, float] = {}
            reader = threading.Thread(target=read, args=(watch, seen), daemon=True)
            reader.start()
            ready(home)
            warm(home)
            sent, cpu, lines = write(home, seconds, watch.pid)
            time.sleep(3)
            memory = resident(watch.pid)
            watch.terminate()
            watch.wait(30)
    late = sorted((seen[number] - at) * 1_000 for number, at in sent.items() if number in seen)
    if not late:
        raise SystemExit(f"none of {len(sent)} attacks raised an alert")
    told = {
        "attacks": len(sent),
        "alerts": len(late),
        "p50_ms": round(late[len(late) // 2], 1),
        "p99_ms": round(late[min(len(late) - 1, int(len(late) * 0.99))], 1),
        "worst_ms": round(late[-1], 1),
        "lines_per_second": round(lines / seconds),
        "cpu_share": round(cpu / seconds, 2),
        "resident_mb": memory,
    }
    print(json.dumps(told))
    if len(late) < len(sent):
        raise SystemExit(f"{len(sent) - len(late)} of {len(sent)} attacks raised no alert")


def read(watch: "subprocess.Popen[str]", seen: dict[int, float]) -> None:
    for line in watch.stdout or ():
        found = SEEN.search(line)
        if found:
            seen.setdefault(int(found[1]) * 256 + int(found[2]), time.perf_counter())


def ready(home: Path) -> None:
    while not (home / ".storewarden" / "watch.json").exists():
        time.sleep(0.1)


def warm(home: Path) -> None:
    """A thousand lines, so that compiled code is compiled before it is measured."""
    with (home / "access.log").open("a", encoding="utf-8") as file:
        file.write("".join(honest(number) for number in range(1_000)) + attack(65_000))
    time.sleep(5)


def write(home: Path, seconds: float, pid: int) -> tuple[dict[int, float], float, int]:
    sent: dict[int, float] = {}
    begun, before, lines = time.perf_counter(), spent(pid), 0
    with (home / "access.log").open("a", encoding="utf-8") as file:
        while (now := time.perf_counter() - begun) < seconds:
            due = int(now * RATE) - lines
            text = "".join(honest(lines + number) for number in range(due))
            number = len(sent)
            if now >= number * 0.2:
                text += attack(number)
                sent[number] = time.perf_counter()
            file.write(text)
            file.flush()
            lines += due
            time.sleep(max(0.0, TICK - (time.perf_counter() - begun - now)))
    return sent, spent(pid) - before, lines


def honest(number: int) -> str:
    who = number % 5_000
    return HONEST.format(who // 250, who % 250, stamp(), number % 3_000, who % 400)


def attack(number: int) -> str:
    return ATTACK.format(number // 256, number % 256, stamp())


def stamp() -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())


def spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1024


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
