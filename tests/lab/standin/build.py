"""Writes one file where the real sites build their databases; waits when it is told to."""

import argparse
import os
import time
from pathlib import Path


def main() -> None:
    reader = argparse.ArgumentParser()
    for option in ("--state", "--seed", "--today"):
        reader.add_argument(option, required=True)
    asked = reader.parse_args()
    state = Path(asked.state)
    (state / "site.sqlite3").write_text(f"{asked.seed} {asked.today}", "utf-8")
    if os.environ.get("STANDIN_FAILS"):
        raise SystemExit("the paint is not dry")
    time.sleep(float(os.environ.get("STANDIN_BUILDS_FOR", "0")))


if __name__ == "__main__":
    main()
