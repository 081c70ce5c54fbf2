"""Builds the content system from nothing: ``python -m lab.cms.build --state DIR --today DATE``."""

import argparse
import os
import shutil
from datetime import date
from pathlib import Path
from random import Random

import django
from django.core.management import call_command
from django.db import connection, transaction

from lab.estate.sqlite import forget, settle


def build(state: Path, seed: int, today: date) -> None:
    """Make database and pictures; one process builds one site, once."""
    for name in ("logs", "secrets", "mail", "media"):
        (state / name).mkdir(parents=True, exist_ok=True)
    (state / "logs" / "cms-auth.log").touch()
    shutil.rmtree(state / "media" / "cms", ignore_errors=True)
    forget(state / "cms.sqlite3")
    os.environ.update(LAB_STATE=str(state.resolve()), LAB_BUILDING="1", LAB_SHOP_URL="")
    os.environ["DJANGO_SETTINGS_MODULE"] = "lab.cms.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(state, Random(seed), today)
    connection.close()
    settle(state / "cms.sqlite3")


def fill(state: Path, dice: Random, today: date) -> None:
    """Put everything into the empty site."""
    from lab.cms.filling.people import fill_people  # noqa: PLC0415 - Django must be set up first
    from lab.cms.filling.site import fill_site  # noqa: PLC0415 - the same

    fill_people(state)
    fill_site(today, dice)


def main() -> None:
    """Read the command line and build."""
    line = argparse.ArgumentParser(description=__doc__)
    line.add_argument("--state", type=Path, required=True)
    line.add_argument("--seed", type=int, default=1)
    line.add_argument("--today", type=date.fromisoformat, required=True)
    asked = line.parse_args()
    build(asked.state, asked.seed, asked.today)


if __name__ == "__main__":
    main()
