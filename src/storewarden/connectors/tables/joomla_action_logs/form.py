"""Joomla: what users did; the address only where the site keeps addresses."""

import re
from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json

_KEYS: Final[tuple[tuple[re.Pattern[str], Action], ...]] = tuple(
    (re.compile(form), action)
    for form, action in (
        (r"LOGIN_FAILED|LOG_FAILED", Action.LOGIN_FAILED),
        (r"USER_LOGGED_IN", Action.LOGIN_OK),
        (r"USER_LOGGED_OUT|USER_LOGOUT", Action.LOGOUT),
        (r"RESET_(?:REQUEST|COMPLETE)|USER_RESET|USER_REMIND", Action.PASSWORD_RESET),
        (r"LOG_?EXPORT|LOGS?_EXPORTED", Action.EXPORT),
        (r"ACTION_?LOGS?_(?:PURGE|DELETE)|USER_PURGE|_PURGE", Action.LOG_CHANGE),
        (r"EXTENSION_(?:INSTALL|UPDATE|UNINSTALL)|PLUGIN_", Action.EXTENSION_CHANGE),
        (r"APPLICATION_CONFIG|COMPONENT_CONFIG", Action.SETTING_CHANGE),
    )
)
_EXTENSIONS: Final[Mapping[str, Action]] = {
    "com_installer": Action.EXTENSION_CHANGE,
    "com_plugins": Action.EXTENSION_CHANGE,
    "com_config": Action.SETTING_CHANGE,
}
_ADDRESS: Final = re.compile(r"[0-9a-fA-F:.]{3,45}")


def tell(seen: Seen) -> Told:
    """One deed."""
    said, key = from_json(seen.text("message")), seen.text("message_language_key")
    address, thing = seen.text("ip_address"), said.get("title") or said.get("extension_name")
    kind = said.get("type", "")
    return Told(
        _action(key, seen.text("extension"), kind),
        account=said.get("username") or f"user {seen.text('user_id')}",
        address=address if _ADDRESS.fullmatch(address) else None,
        object=f"{kind.rpartition('_')[2].lower()} {thing or ''}".strip(),
        message=key,
    )


def _action(key: str, extension: str, kind: str) -> Action:
    for form, action in _KEYS:
        if form.search(key):
            return action
    if extension.startswith("com_users"):
        rights = "GROUP" in kind or "LEVEL" in kind
        return Action.PRIVILEGE_CHANGE if rights else Action.USER_CHANGE
    return _EXTENSIONS.get(extension, Action.OTHER)


FORM = TableForm(
    platform="joomla",
    table="action_logs",
    id="id",
    columns=("message_language_key", "message", "extension", "user_id", "ip_address"),
    tell=tell,
    order="id",
    time="log_date",
)
