"""Zen Cart: every page of the back office that somebody opened, failed log-ins included.

What was posted (``gzpost``) is not read: it may hold customers' data. Source: Zen Cart 1.5 and 2,
the database log writer and the page that empties the log.
"""

import re
from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_FAILED: Final = re.compile(
    r"(?:failed admin login attempt|attempted to log ?in(?:to)? (?:to )?locked account)"
    r"\s*:?\s*(\S+)?",
    re.IGNORECASE,
)
_EMPTIED: Final = re.compile(r"log reset by|log found to be empty", re.IGNORECASE)
_CHANGES: Final = re.compile(
    r"(?:^|&)action=(?:save|insert|update|delete|remove|install|add|reset|deleteconfirm|"
    r"update_\w+|enable|disable|doInstall|doUninstall)",
    re.IGNORECASE,
)
_PAGES: Final[Mapping[str, Action]] = {
    "users": Action.USER_CHANGE,
    "admins": Action.USER_CHANGE,
    "profiles": Action.PRIVILEGE_CHANGE,
    "modules": Action.SETTING_CHANGE,
    "configuration": Action.SETTING_CHANGE,
    "plugin_manager": Action.EXTENSION_CHANGE,
}


def tell(seen: Seen) -> Told:
    """One page of the back office."""
    page, asked = seen.text("page_accessed"), seen.text("page_parameters")
    said = f"{page} {seen.text('logmessage')}".strip()
    failed = _FAILED.search(said)
    told = _deed(page, asked, said)
    return Told(
        Action.LOGIN_FAILED if failed else told,
        account=(failed[1] if failed else None) or seen.name("admin", "admin_name") or None,
        address=seen.text("ip_address"),
        object=f"{page}?{asked}" if asked else page,
        message=said,
    )


def _deed(page: str, asked: str, said: str) -> Action:
    name = page.partition(".")[0].lower()
    if _EMPTIED.search(said) or (name == "admin_activity" and "clean" in asked):
        return Action.LOG_CHANGE
    if "export" in name or "action=export" in asked:
        return Action.EXPORT
    if name in _PAGES and _CHANGES.search(asked):
        return _PAGES[name]
    return Action.OTHER


FORM = TableForm(
    platform="zen-cart",
    table="admin_activity_log",
    id="log_id",
    columns=("admin_id", "page_accessed", "page_parameters", "ip_address"),
    tell=tell,
    order="log_id",
    time="access_date",
    local=True,
    optional=("logmessage",),
    beside=(Beside("admin", "admin", "admin_id", "admin_id", ("admin_name",)),),
)
