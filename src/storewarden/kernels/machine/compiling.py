# ruff: noqa: ANN401 - numba has no types
"""How functions are compiled, and kept for the next start."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final, ParamSpec, TypeVar, cast

import numpy as np
from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

_EDITION: Final = 2  # raise it when one of `words.py` changes, or how a part is compiled


def part(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function as a part of those that call it: its code stands in theirs.

    Called, it would hand over each address and count each table anew: that is half of the work.
    """
    made = njit(nogil=True, error_model="numpy", forceinline=True)(function)
    return cast("Callable[P, R]", made)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call; the machine code is kept on disk where one can write.

    numba keeps it beside the module, else below the user's cache folder, else where NUMBA_CACHE_DIR
    says. It does not notice when a part changes that lies in another module, so the name under
    which the code is kept tells what every part says.
    """
    return _kept(function, nogil=True)


def undisturbed(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function during which no other thread of Python runs, so that it may share tables.

    Otherwise as `compiled`.
    """
    return _kept(function, nogil=False)


def _kept(function: Callable[P, R], *, nogil: bool) -> Callable[P, R]:
    said = sha256(b"".join(_spelled(function))).hexdigest()[:16]
    function.__qualname__ = f"{function.__name__}-{said}"
    try:
        made = njit(cache=True, nogil=nogil, error_model="numpy")(function)
    except RuntimeError:  # there is no folder that one can write to
        made = njit(nogil=nogil, error_model="numpy")(function)
    return cast("Callable[P, R]", made)


def _spelled(function: Any) -> Iterator[bytes]:
    """Yield all that the machine code of a function is made from."""
    yield function.__code__.co_code
    yield repr((_EDITION, function.__code__.co_consts, function.__code__.co_names)).encode()
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if hasattr(value, "py_func"):
            yield from _spelled(value.py_func)
        elif isinstance(value, int | np.generic | np.ndarray):
            yield repr(value).encode()
        yield repr(getattr(value, "_fields", ())).encode()
