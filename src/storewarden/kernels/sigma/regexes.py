"""Regular expressions as RE2 takes them, refused in our words and without a line on stderr."""

from typing import Final

import re2
from sigma.policy import SigmaPolicy
from sigma.policy.regex_engine import RE2RegexEngine, RegexPattern

from storewarden.kernels.sigma.impossible import Impossible

_LETTERS: Final = {2: "i", 8: "m", 16: "s"}
"""Python's numbers of the flags that Sigma knows."""


def compiled(pattern: str) -> RegexPattern:
    """Compile a pattern; raises `Impossible` with RE2's reason."""
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        found: RegexPattern = re2.compile(pattern, quiet)
    except re2.error as odd:
        raise Impossible(f"RE2 refuses the regular expression: {_words(odd)}", pattern) from None
    return found


def _words(odd: Exception) -> str:
    said = odd.args[0] if odd.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


class _Quiet(RE2RegexEngine):
    """The engine with which pySigma tries each expression out."""

    def compile(self, pattern: str, flags: int = 0) -> RegexPattern:
        letters = "".join(letter for flag, letter in _LETTERS.items() if int(flags) & flag)
        return compiled(f"(?{letters}){pattern}" if letters else pattern)


POLICY: Final = SigmaPolicy(regex_engine=_Quiet())
"""To be given to pySigma wherever it reads a rule."""
