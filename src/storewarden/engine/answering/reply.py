"""What is answered: an HTTP status and what is sent as JSON."""

from typing import NamedTuple


class Reply(NamedTuple):
    """An answer; ``told`` is made of dicts, lists, strings, numbers and None alone."""

    status: int
    told: object


def refused(status: int, words: str) -> Reply:
    """Say why there is no answer, in the form that OSV's own service uses."""
    return Reply(status, {"code": status, "message": words})
