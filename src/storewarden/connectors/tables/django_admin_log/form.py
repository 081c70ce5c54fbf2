"""Django: what was added, changed and deleted in its admin pages; log-ins are not in it.

The address is not kept. Users of a model of the shop's own stay numbers.
"""

import re
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_DEEDS: Final = {1: "added", 2: "changed", 3: "deleted"}
_USERS: Final = frozenset({"user", "customuser", "customer", "staff"})
_RIGHTS: Final = re.compile(r"superuser|staff|permission|group", re.IGNORECASE)
_KEYS: Final = re.compile(r"totp|webauthn|static.?device|otp|authenticator|mfa", re.IGNORECASE)
_SETTINGS: Final = re.compile(
    r"setting|config|payment|gateway|processor|webhook|integration", re.IGNORECASE
)


def tell(seen: Seen) -> Told:
    """One change."""
    kind = f"{seen.name('kind', 'app_label')}.{seen.name('kind', 'model')}".strip(".")
    deed, change = _DEEDS.get(seen.number("action_flag"), "touched"), seen.text("change_message")
    thing = seen.text("object_repr")
    two_step = _KEYS.search(kind)
    return Told(
        _action(kind, change),
        account=seen.name("user", "username") or f"user {seen.text('user_id')}",
        object=f"{'two-factor ' if two_step else ''}{kind} {thing}".strip(),
        message=f"{deed} {kind} {thing} {change}".strip(),
    )


def _action(kind: str, change: str) -> Action:
    model = kind.rpartition(".")[2]
    if model in _USERS:
        return Action.PRIVILEGE_CHANGE if _RIGHTS.search(change) else Action.USER_CHANGE
    if model in {"group", "permission", "token", "tokenproxy"}:
        return Action.PRIVILEGE_CHANGE
    return Action.SETTING_CHANGE if _KEYS.search(kind) or _SETTINGS.search(kind) else Action.OTHER


FORM = TableForm(
    platform="django",
    table="django_admin_log",
    id="id",
    columns=("object_repr", "action_flag", "change_message", "content_type_id", "user_id"),
    tell=tell,
    order="id",
    time="action_time",
    beside=(
        Beside("user", "auth_user", "user_id", "id", ("username",)),
        Beside("kind", "django_content_type", "content_type_id", "id", ("app_label", "model")),
    ),
)
