"""Texts in ``path?query`` as tests of path and query alone, which hold far fewer distinct values.

``path?query`` is the path, then a question mark and the query when there is a query; it is null
when both are. Only wildcards and regular expressions need the whole text.
"""

from collections.abc import Iterator

from storewarden.kernels.sigma.form import Absent, Empty, Form, How, Text, both, either, negated

PATH = "path"
QUERY = "query"


def in_url(how: How, value: str, *, cased: bool) -> Form:
    """Say the same as a text test on ``path?query`` with tests on path and query.

    The empty text can be asked for as a whole only.
    """

    def text(column: str, place: How, part: str) -> Form:
        return Text(column, place, part, cased) if part else _empty(column, place)

    if not value:
        return both(Empty(PATH), Absent(QUERY))
    whole = {
        How.CONTAINS: (text(PATH, how, value), text(QUERY, how, value)),
        How.STARTS: (text(PATH, how, value),),
        How.ENDS: (text(QUERY, how, value), both(text(PATH, how, value), Absent(QUERY))),
        How.EQUALS: (both(text(PATH, how, value), Absent(QUERY)),),
    }[how]
    before = How.ENDS if how in {How.CONTAINS, How.ENDS} else How.EQUALS
    after = How.STARTS if how in {How.CONTAINS, How.STARTS} else How.EQUALS
    across = (
        both(text(PATH, before, left), text(QUERY, after, right)) for left, right in _halves(value)
    )
    return either(*whole, *across)


def _halves(value: str) -> Iterator[tuple[str, str]]:
    """Each way to part the value at a question mark."""
    for at, sign in enumerate(value):
        if sign == "?":
            yield value[:at], value[at + 1 :]


def _empty(column: str, place: How) -> Form:
    """What an empty half means: no path is an empty path, but no query has no question mark."""
    if column == PATH:
        return either(Empty(PATH), Absent(PATH)) if place is How.EQUALS else both()
    return Empty(QUERY) if place is How.EQUALS else negated(Absent(QUERY))
