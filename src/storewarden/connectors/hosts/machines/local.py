"""Makes readings on the machine that Storewarden runs on."""

import os
import subprocess
from typing import Final

from storewarden.core.errors import Unreachable
from storewarden.core.hosts import MOST, Output, Reading

_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_NOT_FOUND: Final = 127


class Local:
    """This machine, as `core.hosts.Machine`; programs speak English and get no input."""

    def read(self, reading: Reading) -> Output:
        """See the port."""
        return ran(reading.words, reading)


def ran(words: tuple[str, ...], reading: Reading) -> Output:
    """Run a program for a reading; raises `Unreachable` when it takes too long or cannot start."""
    around = {"PATH": _PATH, "LC_ALL": "C", "HOME": os.environ.get("HOME", "/")}
    agent = os.environ.get("SSH_AUTH_SOCK")
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell that we start
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=around | ({"SSH_AUTH_SOCK": agent} if agent else {}),
            timeout=reading.seconds,
            check=False,
        )
    except FileNotFoundError:
        return Output(None)
    except subprocess.TimeoutExpired:
        raise Unreachable(f"{reading.id} gave no answer within {reading.seconds:g} s") from None
    except OSError as refused:
        raise Unreachable(f"{reading.id} could not be started: {refused.strerror}") from None
    text = done.stdout[: MOST + 1].decode("utf-8", "replace")
    code = None if done.returncode == _NOT_FOUND else done.returncode
    return Output(code, text[:MOST], len(text) > MOST)
