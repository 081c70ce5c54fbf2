"""WordPress and WooCommerce with the plugin WP Activity Log (4.4 or later).

Source: the plugin's list of events: 1000s log-ins, 4000s users, 5000s plugins and themes, 6000s
settings. What has no number of ours is told by the plugin's own words for object and deed.
"""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action

_NUMBERS: Final[Mapping[int, Action]] = {
    1000: Action.LOGIN_OK,
    1001: Action.LOGOUT,
    1002: Action.LOGIN_FAILED,
    1003: Action.LOGIN_FAILED,
    1004: Action.LOGIN_FAILED,
    1010: Action.PASSWORD_RESET,
    4002: Action.PRIVILEGE_CHANGE,
    4003: Action.PASSWORD_RESET,
    4004: Action.PASSWORD_RESET,
    4008: Action.PRIVILEGE_CHANGE,
    4009: Action.PRIVILEGE_CHANGE,
    6034: Action.LOG_CHANGE,
}
_OBJECTS: Final[Mapping[str, Action]] = {
    "user": Action.USER_CHANGE,
    "plugin": Action.EXTENSION_CHANGE,
    "theme": Action.EXTENSION_CHANGE,
    "system-setting": Action.SETTING_CHANGE,
    "wp-activity-log": Action.SETTING_CHANGE,
    "woocommerce-store": Action.SETTING_CHANGE,
    "woocommerce-order": Action.ORDER,
}
_LOOKS: Final = frozenset({"opened", "viewed"})


def tell(seen: Seen) -> Told:
    """One event of the plugin."""
    number, thing, deed = seen.number("alert_id"), seen.text("object"), seen.text("event_type")
    return Told(
        _NUMBERS.get(number) or _action(thing, deed),
        account=seen.text("username"),
        address=seen.text("client_ip"),
        object=f"{thing} {seen.text('post_id')}".strip(" 0"),
        session=seen.text("session_id"),
        agent=seen.text("user_agent"),
        message=f"event {number}: {thing} {deed}",
    )


def _action(thing: str, deed: str) -> Action:
    if deed == "exported":
        return Action.EXPORT
    return Action.OTHER if deed in _LOOKS else _OBJECTS.get(thing, Action.OTHER)


FORM = TableForm(
    platform="wordpress",
    table="wsal_occurrences",
    id="id",
    columns=("alert_id", "client_ip", "object", "event_type", "username"),
    tell=tell,
    order="id",
    time="created_on",
    optional=("user_agent", "session_id", "post_id"),
)
