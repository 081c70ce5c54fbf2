"""TYPO3: log-ins to the back office, and what was changed there.

Source: the class ``SysLog.Type`` of TYPO3's core: 255 log-in, 1 record, 4 extension, 254 setting.
"""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json, from_php

_LOGIN: Final = 255
_LOGINS: Final[Mapping[int, Action]] = {
    1: Action.LOGIN_OK,
    2: Action.LOGOUT,
    3: Action.LOGIN_FAILED,
    4: Action.LOGIN_FAILED,
    5: Action.PASSWORD_RESET,
    6: Action.PASSWORD_RESET,
    7: Action.PASSWORD_RESET,
}
_TABLES: Final[Mapping[str, Action]] = {
    "be_users": Action.USER_CHANGE,
    "fe_users": Action.USER_CHANGE,
    "be_groups": Action.PRIVILEGE_CHANGE,
    "fe_groups": Action.PRIVILEGE_CHANGE,
    "sys_template": Action.SETTING_CHANGE,
}
_TYPES: Final[Mapping[int, Action]] = {4: Action.EXTENSION_CHANGE, 254: Action.SETTING_CHANGE}


def tell(seen: Seen) -> Told:
    """One line of the log."""
    kind, deed, table = seen.number("type"), seen.number("action"), seen.text("tablename")
    values = seen.text("log_data")
    named = from_json(values) or from_php(values)
    login = kind == _LOGIN
    action = _LOGINS.get(deed) if login else _TYPES.get(kind) or _TABLES.get(table)
    tried = named.get("0") if action is Action.LOGIN_FAILED else None
    return Told(
        action or Action.OTHER,
        account=tried or seen.name("user", "username") or None,
        address=seen.text("IP"),
        object="back office" if login else f"{table} {seen.text('recuid')}".strip(" 0"),
        message=seen.text("details"),
    )


FORM = TableForm(
    platform="typo3",
    table="sys_log",
    id="uid",
    columns=("userid", "action", "type", "tablename", "recuid", "details", "IP"),
    tell=tell,
    order="uid",
    time="tstamp",
    optional=("log_data",),
    beside=(Beside("user", "be_users", "userid", "uid", ("username",)),),
)
