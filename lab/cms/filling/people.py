"""Makes the accounts of those who write: strong random passwords, kept in the state folder."""

import json
from pathlib import Path

from django.contrib.auth.models import Group, User

from lab.estate.vault import keep, secret

EDITORS = ["mira.alderby", "tomos.garside", "nia.hollin"]


def fill_people(state: Path) -> User:
    """Make the administrator and three editors; gives the administrator."""
    word = secret(state, "cms-admin-password")
    chief = User.objects.create_superuser("admin", "web@tern-thistle.example", word)
    known = []
    for name in EDITORS:
        word = secret(state, f"cms-{name}")
        user = User.objects.create_user(name, f"{name}@tern-thistle.example", word)
        user.groups.add(Group.objects.get(name="Editors"))
        known.append({"username": name, "password": word})
    (state / "secrets" / "editors.json").unlink(missing_ok=True)
    keep(state / "secrets" / "editors.json", json.dumps(known, indent=1))
    return chief
