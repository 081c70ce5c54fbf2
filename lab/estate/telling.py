"""Writes the lab's ``storewarden.toml`` with all that it names, its days counted from today."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from string import Template

from lab.estate.feeds import write_feeds
from lab.estate.hosts import write_hosts

_HERE = Path(__file__).parent
_GIVEN = _HERE / "given"


def write(state: Path, addresses: Mapping[str, str], today: date) -> Path:
    """Write the estate file into the state folder, and everything that it names.

    ``addresses`` holds the base URLs of cms, shop, campaign, printworks and shipit.
    """
    shutil.copytree(_GIVEN / "exporter", state / "exporter", dirs_exist_ok=True)
    write_feeds(state / "feeds", today)
    write_hosts(state / "hosts", today)
    write_reports(state / "pentests", today)
    write_payment_log(state / "logs" / "payments.log", today)
    text = Template((_GIVEN / "storewarden.toml.template").read_text("utf-8"))
    path = state / "storewarden.toml"
    path.write_text(text.substitute(addresses, **_days(today), **_code()), "utf-8")
    return path


def _days(today: date) -> dict[str, str]:
    """Name days before and after today, for the templates: ``ago_30``, ``in_60``."""
    past = {f"ago_{n}": today - timedelta(days=n) for n in (30, 40, 60, 90, 100, 120, 150, 200)}
    to_come = {f"in_{n}": today + timedelta(days=n) for n in (60, 200)}
    return {name: day.isoformat() for name, day in ({"today": today} | past | to_come).items()}


def _code() -> dict[str, str]:
    """Name the real code of both sites, as TOML strings."""
    home = _HERE.parent
    return {f"{site}_code": json.dumps(str(home / site)) for site in ("shop", "cms")}


def write_reports(folder: Path, today: date) -> None:
    """Write the pen testers' reports; PT-2 of the CMS is past its day and not fixed (planted)."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in (_GIVEN / "pentests").glob("*.toml"):
        text = Template(report.read_text("utf-8")).substitute(_days(today))
        (folder / report.name).write_text(text, "utf-8")


def write_payment_log(path: Path, today: date) -> None:
    """Write a log whose last line is forty days old (planted)."""
    last = datetime.combine(today - timedelta(days=40), time(18, 5), UTC)
    nights = [last - timedelta(days=back) for back in range(30, -1, -1)]
    lines = [f"{night.isoformat()} settlement batch {n} closed" for n, night in enumerate(nights)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    os.utime(path, (last.timestamp(), last.timestamp()))
