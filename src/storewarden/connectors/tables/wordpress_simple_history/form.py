"""WordPress and WooCommerce with the plugin Simple History; what happened stands beside each row.

Source: the message keys of the plugin's own loggers (version 5).
"""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_KEYS: Final[Mapping[str, Action]] = {
    "user_logged_in": Action.LOGIN_OK,
    "user_unknown_logged_in": Action.LOGIN_OK,
    "user_logged_out": Action.LOGOUT,
    "user_login_failed": Action.LOGIN_FAILED,
    "user_unknown_login_failed": Action.LOGIN_FAILED,
    "user_application_password_login_failed": Action.LOGIN_FAILED,
    "user_application_password_unknown_login_failed": Action.LOGIN_FAILED,
    "user_requested_password_reset_link": Action.PASSWORD_RESET,
    "user_password_reseted": Action.PASSWORD_RESET,
    "user_created": Action.USER_CHANGE,
    "user_deleted": Action.USER_CHANGE,
    "user_updated_profile": Action.USER_CHANGE,
    "user_role_updated": Action.PRIVILEGE_CHANGE,
    "user_role_added": Action.PRIVILEGE_CHANGE,
    "user_role_removed": Action.PRIVILEGE_CHANGE,
    "user_application_password_created": Action.PRIVILEGE_CHANGE,
    "theme_file_edited": Action.EXTENSION_CHANGE,
    "plugin_file_edited": Action.EXTENSION_CHANGE,
    "cleared_log": Action.LOG_CHANGE,
}
_LOGGERS: Final[Mapping[str, Action]] = {
    "SimplePluginLogger": Action.EXTENSION_CHANGE,
    "SimpleThemeLogger": Action.EXTENSION_CHANGE,
    "SimpleOptionsLogger": Action.SETTING_CHANGE,
    "SimpleExportLogger": Action.EXPORT,
    "PluginTwoFactorLogger": Action.SETTING_CHANGE,
}
_TRIED: Final = ("login", "failed_username")
_ABOUT: Final = (
    "edited_user_login", "created_user_login", "deleted_user_login", "plugin_slug", "plugin_name",
    "theme_name", "option", "file_name",
)  # fmt: skip


def tell(seen: Seen) -> Told:
    """One event of the plugin."""
    said = {str(row["key"]): str(row["value"]) for row in seen.beside.get("context", ())}
    key, logger = said.get("_message_key", ""), seen.text("logger")
    action = _KEYS.get(key) or _LOGGERS.get(logger, Action.OTHER)
    tried = _first(said, _TRIED) if action is Action.LOGIN_FAILED else ""
    about = _first(said, _ABOUT)
    return Told(
        action,
        account=tried or said.get("_user_login"),
        address=said.get("_server_remote_addr"),
        object=f"two-factor {about}".strip() if logger == "PluginTwoFactorLogger" else about,
        message=seen.text("message"),
    )


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


FORM = TableForm(
    platform="wordpress",
    table="simple_history",
    id="id",
    columns=("logger", "message"),
    tell=tell,
    order="id",
    time="date",
    beside=(Beside("context", "simple_history_contexts", "id", "history_id", ("key", "value")),),
)
