"""WooCommerce: ``wc-logs/*.log``, and the same messages where they are kept in the database.

Source: ``WC_Log_Handler_File`` (3 to 10): a time, a level in capitals, the message, and from 8.6 on
``CONTEXT:`` with JSON.
"""

import re
from typing import Final

from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json
from storewarden.kernels.shoplogs.deeds import REFUSED, Deed, deed_of, forms

HEAD: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d) "
    r"(?:EMERGENCY|ALERT|CRITICAL|ERROR|WARNING|NOTICE|INFO|DEBUG) "
)
"""How an entry begins."""

_CONTEXT: Final = " CONTEXT: "
_ORDER: Final = r"\border(?: number| id)?:? ?#?(?P<session>\d{1,18})"
_COUPON: Final = (
    r"coupon (?:code )?[\"']?(?P<object>[\w.%-]{1,60})[\"']?"
    r" (?:does not exist|is (?:not |in)valid|cannot be applied|usage limit|has expired)"
)
_WORDS: Final = forms(
    (
        (rf"(?:{REFUSED}).{{0,400}}?{_ORDER}", Action.CARD_TRY, "order "),
        (rf"{_ORDER}.{{0,400}}?(?:{REFUSED})", Action.CARD_TRY, "order "),
        (rf"(?:{REFUSED}).{{0,600}}?fingerprint\W{{1,8}}(?P<object>\w{{6,40}})", Action.CARD_TRY),
        (REFUSED, Action.CARD_TRY),
        (r"\b(?:wp_login_failed|woocommerce_login_failed)\b", Action.LOGIN_FAILED),
        (r"consumer (?:key|secret) is (?:invalid|missing)|woocommerce_rest_authentication_error",
         Action.LOGIN_FAILED),
        (r"\bwp_login\b", Action.LOGIN_OK),
        (r"\bwp_logout\b", Action.LOGOUT),
        (r"\b(?:set_user_role|add_user_role|remove_user_role|granted_super_admin)\b",
         Action.PRIVILEGE_CHANGE),
        (r"\b(?:user_register|profile_update|deleted_user|delete_user)\b", Action.USER_CHANGE),
        (r"\b(?:activated_plugin|deactivated_plugin|upgrader_process_complete|switch_theme)\b",
         Action.EXTENSION_CHANGE),
        (r"\bwoocommerce_update_options_(?P<object>\w{1,60})", Action.SETTING_CHANGE),
        (r"\b(?:retrieve_password|password_reset)\b", Action.PASSWORD_RESET),
        (r"\b(?:export_wp|woocommerce_product_export|order_export|customer_export)\b",
         Action.EXPORT),
        (_COUPON, Action.VOUCHER_TRY),
        (r"webhook.{0,80}deliver", Action.WEBHOOK),
        (rf"(?:begin|start|processing).{{0,60}}payment.{{0,60}}{_ORDER}", None, "order "),
    )
)  # fmt: skip


def deed_in(source: str, message: str) -> Deed:
    """What a message of WooCommerce's log says; ``source`` is the log's name, where it is known."""
    said, _, context = message.partition(_CONTEXT)
    del source  # every gateway's words are known in every log
    return deed_of(_WORDS, said, from_json(context) if context else {})


def deed_of_line(line: str) -> Deed:
    """What a whole line of a file says."""
    return deed_in("", HEAD.sub("", line, count=1))
