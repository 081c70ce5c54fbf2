"""What the system's own log says about people: log-ins, failures, more rights, new accounts.

The forms are those of OpenSSH 7 to 10, sudo, su, Linux-PAM and shadow, of WordPress with the plugin
WP fail2ban, and of Drupal's module ``syslog`` in its usual format, in their own words.
"""

import re
from dataclasses import dataclass
from typing import Final

from storewarden.kernels.events import Action

_A: Final = r"from (?P<address>[0-9A-Za-z.:%_-]{1,64})"
_WHO: Final = rf"(?P<account>.{{0,200}}?) {_A}"
_SSH: Final = (
    (
        Action.LOGIN_FAILED,
        rf"Failed [\w/-]+ for (?:invalid user )?(?P<account>.{{0,200}}?) {_A} port ",
    ),
    (Action.LOGIN_OK, rf"Accepted [\w/-]+ for (?P<account>.{{1,200}}?) {_A} port "),
    (Action.LOGIN_FAILED, rf"Invalid user (?P<account>.{{0,200}}?) {_A}(?: port |$)"),
    (
        Action.LOGIN_FAILED,
        r"(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?" + _WHO,
    ),
    (
        Action.LOGOUT,
        r"Disconnected from user (?P<account>\S{1,200}) (?P<address>[0-9A-Za-z.:%_-]{1,64}) port ",
    ),
)
_SUDO: Final = (
    (
        Action.LOGIN_FAILED,
        r"\s*(?P<account>\S{1,200}) : .{0,200}?(?:incorrect password|NOT in sudoers)",
    ),
    (
        Action.PRIVILEGE_CHANGE,
        r"\s*(?P<account>\S{1,200}) : .{0,2000}?USER=\S+ ; .{0,200}?COMMAND=(?P<object>.{1,500})",
    ),
)
_SU: Final = (
    (Action.LOGIN_FAILED, r"FAILED SU \(to \S+\) (?P<account>\S{1,200})"),
    (Action.PRIVILEGE_CHANGE, r"\(to (?P<object>\S{1,200})\) (?P<account>\S{1,200}) on "),
)
_SHADOW: Final = (
    (Action.USER_CHANGE, r"new user: name=(?P<object>[^,\s]{1,200})"),
    (Action.USER_CHANGE, r"delete user '(?P<object>[^']{1,200})'"),
    (
        Action.PRIVILEGE_CHANGE,
        r"add '(?P<object>[^']{1,200})' to (?:shadow )?group '(?:sudo|wheel|admin|root|docker)'",
    ),
)
_WORDPRESS: Final = (
    (
        Action.LOGIN_FAILED,
        r"(?:XML-RPC )?[Aa]uthentication (?:failure|attempt) for (?:unknown user )?" + _WHO,
    ),
    (Action.LOGIN_FAILED, r"Blocked (?:authentication attempt|username) (?:for )?" + _WHO),
    (Action.LOGIN_OK, r"Accepted password for " + _WHO),
)
_ROW: Final = (
    r"[^|]{0,300}\|\d{1,12}\|user\|(?P<address>[^|]{0,64})\|[^|]{0,2000}\|[^|]{0,2000}\|\d{1,12}"
    r"\|[^|]{0,500}\|"
)
_DRUPAL: Final = (
    (Action.LOGIN_FAILED, _ROW + r"Login attempt failed(?: for (?P<account>.{1,200}?))?\.?$"),
    (Action.LOGIN_OK, _ROW + r"Session opened for (?P<account>.{1,200}?)\.?$"),
    (Action.LOGOUT, _ROW + r"Session closed for (?P<account>.{1,200}?)\.?$"),
    (Action.USER_CHANGE, _ROW + r"(?:New|Deleted) user: (?P<object>.{1,200}?)(?: \(.*)?\.?$"),
)
_PAM_USER: Final = r"rhost=(?P<address>\S{0,64})(?:\s+user=(?P<account>\S{1,200}))?"
_PAM: Final = (
    (
        Action.LOGIN_FAILED,
        r"pam_unix\([\w:-]+\): authentication failure;.{0,300}? " + _PAM_USER,
    ),
    (Action.PASSWORD_RESET, r"pam_unix\([\w:-]+\): password changed for (?P<account>\S{1,200})"),
    (
        Action.LOGOUT,
        r"pam_unix\([\w:-]+\): session closed for user (?P<account>[^\s(]{1,200})",
    ),
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what; None where the line does not say."""

    action: Action | None
    account: str | None = None
    address: str | None = None
    object: str | None = None


def _forms(rows: tuple[tuple[Action, str], ...]) -> tuple[tuple[Action, re.Pattern[str]], ...]:
    return tuple((action, re.compile(form)) for action, form in rows)


_PROGRAMS: Final = {
    "sshd": _forms(_SSH),
    "sudo": _forms(_SUDO),
    "su": _forms(_SU),
    "useradd": _forms(_SHADOW),
    "userdel": _forms(_SHADOW),
    "usermod": _forms(_SHADOW),
    "gpasswd": _forms(_SHADOW),
    "wordpress": _forms(_WORDPRESS),
    "drupal": _forms(_DRUPAL),
}
_PEOPLE: Final = _PROGRAMS.keys() - {"wordpress", "drupal"}
_ANY: Final = _forms(_PAM)
_LONGEST: Final = 4_096
_SEARCHED: Final = frozenset(_PROGRAMS["useradd"])


def deed_in(program: str, message: str) -> Deed | None:
    """What a message says about people; None when it says nothing about them."""
    text = message[:_LONGEST]
    for row in (*_PROGRAMS.get(_name(program), ()), *_ANY):
        action, form = row
        found = form.search(text) if row in _SEARCHED else form.match(text)
        if found is not None:
            said = found.groupdict()
            return Deed(
                action,
                said.get("account") or None,
                said.get("address") or None,
                said.get("object") or None,
            )
    return None


def is_about_people(program: str) -> bool:
    """Whether a program's lines are kind ``auth`` whatever they say."""
    name = _name(program)
    return name in _PEOPLE or name in {"login", "systemd-logind", "passwd", "polkitd"}


def _name(program: str) -> str:
    """``sshd`` of ``/usr/sbin/sshd-session``, ``wordpress`` of ``wordpress(shop.example)``."""
    return program.partition("(")[0].rpartition("/")[2].removesuffix("-session").lower()
