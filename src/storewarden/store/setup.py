"""Opens the ledger: sets Django up once a process, without a manage.py, and plugs a database in."""

from itertools import count
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from storewarden.core.errors import LedgerError
from storewarden.core.ports import Ledger
from storewarden.store.address import Address, address
from storewarden.store.private import make_private
from storewarden.store.troubles import told

_NUMBERS: Final = count(1)


def open_ledger(target: str | Path, **extra_django_settings: object) -> Ledger:
    """Open the ledger at a path or database URL; make it, or bring it up to date, when needed.

    Args:
        target: a path, ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST:PORT/DATABASE``.
        extra_django_settings: what else Django has to know in this process, for the console;
            ``INSTALLED_APPS`` are added to the ledger's own. They count in the first call of a
            process, because Django can be set up only once.

    Raises:
        LedgerTooNew: a newer Storewarden wrote it.
        LedgerError: it cannot be reached, read or made, or is no ledger; the message says why
            and never holds the password.
    """
    place = address(target)
    set_up_django(**extra_django_settings)
    # Rows can be imported only once Django is set up.
    from storewarden.store.ledger import DjangoLedger  # noqa: PLC0415 - the same
    from storewarden.store.schema import bring_up_to_date  # noqa: PLC0415 - the same

    writing, reading = plug_in(place)
    with told(place, OSError):
        if place.path is not None:
            make_private(place.path)
        bring_up_to_date(writing, reading, place)
    return DjangoLedger(writing, reading, place)


def set_up_django(**extra: object) -> None:
    """Configure Django for this process, once; raise `LedgerError` when it was done otherwise."""
    if settings.configured:
        _compare(extra)
        return
    apps = extra.pop("INSTALLED_APPS", ())
    settings.configure(
        INSTALLED_APPS=["storewarden.store.apps.LedgerConfig", *apps],  # type: ignore[misc]  # a list of names, as Django demands
        USE_TZ=True,
        TIME_ZONE="UTC",
        LOGGING_CONFIG=None,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        **extra,
    )
    django.setup()


def plug_in(place: Address) -> tuple[str, str]:
    """Tell Django about a database; returns its names for (writing, reading)."""
    number = next(_NUMBERS)
    names = (f"ledger{number}", f"ledger{number}_reading")
    for name, connection in zip(names, (place.writing, place.reading), strict=True):
        ready = connections.configure_settings({DEFAULT_DB_ALIAS: dict(connection)})
        connections.settings[name] = ready[DEFAULT_DB_ALIAS]
    return names


def _compare(extra: dict[str, object]) -> None:
    for name, value in extra.items():
        if name != "INSTALLED_APPS" and getattr(settings, name, None) != value:
            raise LedgerError(
                f"Django was set up in this process without {name}; use a process of its own"
            )
