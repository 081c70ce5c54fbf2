"""Builds the shop from nothing: ``python -m lab.shop.build --state DIR --seed N --today DATE``."""

import argparse
import os
import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

import django
from django.core.management import call_command
from django.db import connection, transaction

from lab.estate.sqlite import forget, settle


def build(state: Path, seed: int, today: date) -> None:
    """Make database, pictures and web root; one process builds one site, once."""
    for name in ("logs", "secrets", "mail", "media"):
        (state / name).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(state / "media" / "shop", ignore_errors=True)
    forget(state / "shop.sqlite3")
    os.environ.update(LAB_STATE=str(state.resolve()), LAB_BUILDING="1", LAB_CMS_URL="")
    os.environ["DJANGO_SETTINGS_MODULE"] = "lab.shop.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(state, Random(seed), datetime.combine(today, time(9), UTC))
    connection.close()
    settle(state / "shop.sqlite3")


def fill(state: Path, dice: Random, now: datetime) -> None:
    """Put everything into the empty shop, in the order in which it depends on each other."""
    from lab.shop.filling.goods import fill_shelves  # noqa: PLC0415 - Django must be set up first
    from lab.shop.filling.money import fill_money  # noqa: PLC0415 - the same
    from lab.shop.filling.orders import fill_orders  # noqa: PLC0415 - the same
    from lab.shop.filling.partners import fill_partners  # noqa: PLC0415 - the same
    from lab.shop.filling.people import fill_people  # noqa: PLC0415 - the same
    from lab.shop.filling.vouchers import fill_vouchers  # noqa: PLC0415 - the same
    from lab.shop.filling.webroot import fill_webroot  # noqa: PLC0415 - the same

    records = fill_shelves(dice)
    users = fill_people(state, dice)
    fill_vouchers(now)
    orders = fill_orders(users, records, now, dice)
    fill_money(users, orders, dice)
    fill_partners(state, now, dice)
    fill_webroot(state / "shop-webroot")


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
