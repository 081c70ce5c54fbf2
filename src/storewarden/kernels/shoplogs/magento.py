"""Magento and Adobe Commerce: ``var/log/*.log`` in monolog's line format.

Source: monolog's ``LineFormatter``: ``[time] channel.LEVEL: message {context} {extra}``;
Magento 2.0 to 2.4.
"""

import re
from typing import Final

from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json
from storewarden.kernels.shoplogs.deeds import REFUSED, Deed, deed_of, forms

HEAD: Final = re.compile(
    r"\[\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?\] "
    r"[\w.-]{1,60}\.(?:EMERGENCY|ALERT|CRITICAL|ERROR|WARNING|NOTICE|INFO|DEBUG): "
)
"""How an entry begins."""

_EXTRA: Final = re.compile(r" (?:\[\]|\{[^{}]{0,2000}\})\s*$")
_QUOTE: Final = r"quote_id (?P<session>\d{1,18}) is failed: "
_WORDS: Final = forms(
    (
        (rf"{_QUOTE}.{{0,400}}?(?:{REFUSED}|declined|refused|payment)", Action.CARD_TRY, "quote "),
        (_QUOTE, None, "quote "),
        (REFUSED, Action.CARD_TRY),
        (r"\b(?:backend_auth_user_login_failed|customer_login_failed)\b", Action.LOGIN_FAILED),
        (r"account sign-in was incorrect|invalid login or password|invalidemailorpasswordexception",
         Action.LOGIN_FAILED),
        (r"\b(?:backend_auth_user_login_success|customer_login)\b", Action.LOGIN_OK),
        (r"\b(?:backend_auth_user_logout|customer_logout)\b", Action.LOGOUT),
        (r"\b(?:authorization_roles?_save_after|admin_permissions_changed)\b",
         Action.PRIVILEGE_CHANGE),
        (r"\b(?:admin_user_save_after|admin_user_delete_after)\b", Action.USER_CHANGE),
        (r"\badmin_system_config_changed_section_(?P<object>\w{1,60})", Action.SETTING_CHANGE),
        (r"\b(?:two.?factor|2fa|tfa)\b.{0,60}(?:reset|disabl|enabl|changed|revoked)",
         Action.SETTING_CHANGE),
        (r"coupon code (?:[\"'](?P<object>[\w.%-]{1,60})[\"'] )?(?:isn't|is not) valid",
         Action.VOUCHER_TRY),
        (r"\bmui/export/(?P<object>\w{1,40})", Action.EXPORT),
        (r"consumer isn't authorized to access (?P<object>[\w:%.-]{1,120})", Action.API_CALL),
    )
)  # fmt: skip


def deed_of_line(line: str) -> Deed:
    """What a whole line of a file says."""
    said = HEAD.sub("", line, count=1)
    rest = _EXTRA.sub("", said, count=1)
    at = rest.rfind(" {")
    context = from_json(rest[at + 1 :]) if at >= 0 else {}
    deed = deed_of(_WORDS, rest[:at] if context else said, context)
    if deed.action is Action.SETTING_CHANGE and re.search(
        r"two.?factor|2fa|tfa", said, re.IGNORECASE
    ):
        return Deed(deed.action, deed.account, deed.address, "two_factor", deed.session)
    return deed
