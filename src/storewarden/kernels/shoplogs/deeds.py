"""What a line of a shop's log says that somebody did, in words that platforms share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storewarden.kernels.events import Action


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what; None where the line does not say."""

    action: Action | None = None
    account: str | None = None
    address: str | None = None
    object: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mean an action.

    Attributes:
        form: a regular expression; its groups ``account``, ``address``, ``object``, ``session``
            name what they find.
        action: what the words mean; None when they only name something.
        session: what is put before the value of the group ``session``.
    """

    form: re.Pattern[str]
    action: Action | None
    session: str = ""


LONGEST: Final = 8_192
"""Letters of a line that are searched."""

REFUSED: Final = (
    r"card was declined|card_declined|instrument_declined|transaction (?:has been |was )?declined"
    r"|(?:processor|payment|charge|authori[sz]ation) (?:was |has been |is )?declined"
    r"|insufficient[_ ]funds|do[_ ]not[_ ]honou?r|incorrect_cvc"
    r"|security code (?:is|was) incorrect"
    r"|cvv?2?[_ ](?:mismatch|verification failed)|expired[_ ]card"
    r"|card number is (?:incorrect|invalid)"
    r"|gateway rejected: (?:cvv|avs|avs_and_cvv|fraud|duplicate)|stolen_card|lost_card|pickup_card"
    r"|payment(?:_intent)?[_. ](?:payment_)?failed|RESPMSG'? ?=> ?'?declined"
)
"""Words and codes with which processors refuse a card (Stripe, PayPal, Braintree, Payflow)."""

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "action": ("action", "event"),
    "account": (
        "account", "user_name", "username", "user_login", "login", "user", "email", "user_email",
        "customer_email", "billing_email", "admin_user",
    ),
    "address": (
        "ip", "ip_address", "remote_ip", "client_ip", "remote_addr", "address", "REMOTE_ADDR",
    ),
    "object": (
        "object", "fingerprint", "coupon", "coupon_code", "code", "role", "plugin", "extension",
        "section", "setting", "order_id", "order", "increment_id", "file", "entity", "profile",
    ),
    "session": ("session", "session_id", "quote_id", "cart_id", "order_key"),
}  # fmt: skip
_ACTIONS: Final = {action.value: action for action in Action}
_ADDRESS: Final = re.compile(
    r"\b(?:ip(?: address)?|client|remote_addr|from)[\"']?\s{0,2}(?:[:=]|=>)?\s{0,2}[\"'\[]?"
    r"((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{2,40})\b",
    re.IGNORECASE,
)


def forms(
    rows: Iterable[tuple[str, Action | None] | tuple[str, Action | None, str]],
) -> Sequence[Words]:
    """Compile rows of words: a regular expression, its action, and what names its session."""
    return tuple(
        Words(re.compile(row[0], re.IGNORECASE), row[1], row[2] if len(row) > 2 else "")  # noqa: PLR2004 - the optional third
        for row in rows
    )


def deed_of(words: Sequence[Words], message: str, values: Mapping[str, str]) -> Deed:
    """What a message and the values after it say; the words' own finds go before the values'."""
    text = message[:LONGEST]
    found = next(((row, hit) for row in words if (hit := row.form.search(text))), None)
    told = {name: _first(values, names) for name, names in _FIELDS.items()}
    action = _ACTIONS.get(told.pop("action") or "")
    if found is not None:
        row, hit = found
        action = action or row.action
        said = {name: value for name, value in hit.groupdict().items() if value}
        if row.session and "session" in said:
            said["session"] = f"{row.session}{said['session']}"
        told |= said
    if not told["address"] and (address := _ADDRESS.search(text)):
        told["address"] = address[1]
    return Deed(action, **told)


def _first(values: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)
