"""Invents the customers: accounts, profiles, addresses. Nobody here exists."""

import json
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from oscar.core.loading import get_model

from lab.estate.vault import keep
from lab.shop.customers.models import Profile

FIRST = "Agnes Bram Cora Dilys Emrys Fenna Gwil Hanne Idris Jorun Kester Lowri Mabli Nye Orla Piran"
LAST = "Alderby Brackwell Cranmoor Dunthorpe Eskdale Fernleigh Garside Hollin Ingleby Kettlewell"
WORDS = "harbour thistle pebble lantern mallow heron bramble copper willow saddle orchard flint"
FAITHS = ["Anglican", "Catholic", "Muslim", "Hindu", "Jewish", "Quaker", "none"]
STREETS = ["Example Row", "Sample Lane", "Specimen Street", "Pattern Close"]
CUSTOMERS = 42


def password(dice: Random) -> str:
    """Invent a password as people choose them."""
    words = dice.sample(WORDS.split(), 2)
    return f"{words[0].title()}-{words[1]}-{dice.randrange(10, 99)}"


def hashed(text: str, dice: Random) -> str:
    """Hash with a salt of the seed, so that the same seed makes the same rows."""
    return make_password(text, salt=f"{dice.getrandbits(96):024x}")


def names(dice: Random) -> list[tuple[str, str]]:
    """Give as many different names as there are customers."""
    every = [(first, last) for first in FIRST.split() for last in LAST.split()]
    return dice.sample(every, CUSTOMERS)


def shipped_admin(dice: Random) -> None:
    """Make the login that Oscar's sandbox ships with and nobody changed (planted)."""
    User.objects.create(
        username="superuser",
        email="superuser@example.com",
        password=hashed("testing", dice),
        is_staff=True,
        is_superuser=True,
    )


def profile(user, number: int, dice: Random) -> Profile:
    """Keep a phone number, and a religion of every second customer (planted)."""
    faith = dice.choice(FAITHS) if number % 2 else ""
    return Profile(user=user, phone=f"07700 900{number:03d}", religion=faith)


def address(user, dice: Random):
    """Invent a delivery address."""
    return get_model("order", "ShippingAddress")(
        first_name=user.first_name,
        last_name=user.last_name,
        line1=f"{dice.randrange(1, 99)} {dice.choice(STREETS)}",
        line4="Harbourtown",
        postcode="ZZ99 3VZ",
        country_id="GB",
    )


def fill_people(state: Path, dice: Random) -> list:
    """Make all customers; their passwords lie in a file for those who play them."""
    get_model("address", "Country").objects.create(
        iso_3166_1_a2="GB",
        iso_3166_1_a3="GBR",
        iso_3166_1_numeric="826",
        printable_name="United Kingdom",
        name="United Kingdom",
        is_shipping_country=True,
    )
    shipped_admin(dice)
    users, known = [], []
    for first, last in names(dice):
        email, word = f"{first}.{last}@mail.example".lower(), password(dice)
        known.append({"email": email, "password": word})
        users.append(
            User(
                username=f"{first}.{last}".lower(),
                email=email,
                first_name=first,
                last_name=last,
                password=hashed(word, dice),
            )
        )
    User.objects.bulk_create(users)
    made = list(User.objects.filter(is_superuser=False).order_by("pk"))
    Profile.objects.bulk_create(profile(user, n, dice) for n, user in enumerate(made, start=1))
    (state / "secrets" / "shoppers.json").unlink(missing_ok=True)
    keep(state / "secrets" / "shoppers.json", json.dumps(known, indent=1))
    return made
