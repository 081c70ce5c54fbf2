"""Becomes another program that dies with its parent, even when the parent is killed outright.

Run as ``python tether.py PARENT_PID PROGRAM ARG...``. It takes the place of the program by exec,
so no extra process stays. On Linux the kernel sends SIGTERM when the parent is gone; elsewhere
the program is merely started.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tether(parent: int) -> None:
    """Ask the kernel for SIGTERM at the parent's death; leave at once when it is dead already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)


if __name__ == "__main__":
    tether(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
