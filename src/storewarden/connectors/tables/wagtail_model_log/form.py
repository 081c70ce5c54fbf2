"""Wagtail: what was done to everything that is no page: users, groups, settings, snippets.

The address is not kept. Users of a model of the site's own stay numbers.
"""

from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_USERS: Final = frozenset({"user", "customuser"})
_RIGHTS: Final = frozenset({"group", "grouppagepermission", "groupcollectionpermission"})


def tell(seen: Seen) -> Told:
    """One deed."""
    model, deed = seen.name("kind", "model"), seen.text("action")
    thing = f"{seen.name('kind', 'app_label')}.{model} {seen.text('label')}".strip(". ")
    return Told(
        _action(model),
        account=seen.name("user", "username") or f"user {seen.text('user_id')}",
        object=thing,
        message=f"{deed} {thing}",
    )


def _action(model: str) -> Action:
    if model in _RIGHTS:
        return Action.PRIVILEGE_CHANGE
    if model in _USERS:
        return Action.USER_CHANGE
    return Action.SETTING_CHANGE if "setting" in model else Action.OTHER


FORM = TableForm(
    platform="wagtail",
    table="wagtailcore_modellogentry",
    id="id",
    columns=("label", "action", "content_type_id", "user_id"),
    tell=tell,
    order="id",
    time="timestamp",
    beside=(
        Beside("user", "auth_user", "user_id", "id", ("username",)),
        Beside("kind", "django_content_type", "content_type_id", "id", ("app_label", "model")),
    ),
)
