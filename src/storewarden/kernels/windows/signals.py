"""What a record can be a sign of; windows count these."""

from enum import IntEnum
from typing import Final


class Signal(IntEnum):
    """The bit of a sign in a row's mask; the most frequent ones come first."""

    PAGE = 0  # a page was looked at
    GOODS = 1  # a page of the catalogue or of one product
    STATIC = 2  # a picture, script or style sheet was fetched
    MISSING = 3  # something was asked for that is not there, or not for everyone
    LOGIN_FAILED = 4
    LOGIN_OK = 5
    LOGIN_TRY = 6  # a log-in whose outcome the log does not tell
    VOUCHER_TRY = 7
    CARD_TRY = 8
    CARD_FAILED = 9
    ORDER = 10
    EXPORT = 11
    PASSWORD_RESET = 12
    USER_LISTING = 13  # asks who the users are
    SECRET_FILE = 14
    ADMIN_PROBE = 15
    TECHNOLOGY_PROBE = 16
    PROBE = 17  # an attack pattern stands in it
    SCANNER = 18  # a program that looks for holes names itself
    PROXY_TRY = 19
    ODD_PROTOCOL = 20
    API_CALL = 21
    API_DENIED = 22
    REGISTRATION = 23
    AUTH_DENIED = 24  # a page asked for a name and a password, and got none that fit

    @property
    def bit(self) -> int:
        """The mask with this sign alone."""
        return 1 << self.value


BITS: Final = max(Signal) + 1
"""How many bits of a mask are in use."""


def named(word: str) -> Signal:
    """The signal of a word such as ``login_failed``; raises `ValueError`."""
    try:
        return Signal[word.upper()]
    except KeyError:
        known = ", ".join(signal.name.lower() for signal in Signal)
        raise ValueError(f"there is no signal {word!r}; there are {known}") from None
