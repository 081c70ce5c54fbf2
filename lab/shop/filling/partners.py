"""Trade partners: portal logins with readable passwords (planted), and API keys."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from lab.estate.vault import secret
from lab.shop.filling.people import password
from lab.shop.partners.models import ApiKey, PortalUser, hashed

PORTAL = [
    "harbour-books",
    "quill-and-co",
    "northgate-school",
    "paperlane",
    "st-brannoc",
    "fernhill",
]
#: (name, holder, permissions, made so many days ago, used so many days ago or never)
KEYS = [
    ("Ship-It Logistics", "shipit", "write", 200, None),  # planted: can write, was never used
    ("Printworks catalogue", "printworks", "read", 210, None),
    ("Warehouse stock", "quay-warehouse", "write", 320, 1),
    ("New till", "counter", "write", 0, None),
]


def key(row, now: datetime, dice: Random) -> ApiKey:
    """Make one key whose clear text nobody keeps."""
    name, holder, permissions, made, used = row
    return ApiKey(
        name=name,
        holder=holder,
        permissions=permissions,
        key_hash=hashed(f"{dice.getrandbits(128):032x}"),
        created=now - timedelta(days=made),
        last_used=None if used is None else now - timedelta(days=used),
    )


def used_key(state: Path, name: str, file: str, permissions: str, now: datetime) -> ApiKey:
    """Make a key that somebody really uses: its clear text lies in the state folder."""
    return ApiKey(
        name=name,
        holder=file.removesuffix("-api-key"),
        permissions=permissions,
        key_hash=hashed(secret(state, file)),
        created=now - timedelta(days=90),
        last_used=now - timedelta(hours=3),
    )


def fill_partners(state: Path, now: datetime, dice: Random) -> None:
    """Make portal users and keys, and the secret that signs webhooks."""
    secret(state, "hook-secret")
    PortalUser.objects.bulk_create(
        PortalUser(
            username=name,
            password=password(dice),
            password_changed_on=now.date() - timedelta(days=dice.randrange(20, 500)),
        )
        for name in PORTAL
    )
    ApiKey.objects.bulk_create(
        [
            *(key(row, now, dice) for row in KEYS),
            used_key(state, "Content system", "cms-api-key", "read", now),
            used_key(state, "Stock desk", "desk-api-key", "write", now),
        ]
    )
