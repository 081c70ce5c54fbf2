"""What machine code reads and writes: a chunk and its marks, and tables of what is found."""

from typing import Final, NamedTuple

from storewarden.kernels.machine.compiling import part
from storewarden.kernels.machine.words import byte, position, whole, write_figure, write_position

ADDRESS: Final = 0
VHOST: Final = 1
REQUEST: Final = 2
REFERRER: Final = 3
AGENT: Final = 4
ACCOUNT: Final = 5
MESSAGE: Final = 6
TIME: Final = 7
TEXTS: Final = 8

LINE: Final = 0
STATUS: Final = 1
SIZE: Final = 2
DURATION: Final = 3
FIGURES: Final = 4

_BACKSLASH: Final = 0x5C
LOOSE: Final = 2
"""A way to read quotes beside the two of `Escapes`: every quote counts."""


class Chunk(NamedTuple):
    """Whole lines of a log and what is known of them; addresses, so that nothing is counted.

    Attributes:
        base: the address of the first byte.
        ends: the address of the positions of the newlines, 4 bytes each.
        lines: how many newlines.
        quotes: the address of the positions of the quotes.
        marks: how many quotes.
    """

    base: int
    ends: int
    lines: int
    quotes: int
    marks: int


class Form(NamedTuple):
    """A layout in the figures of machine code."""

    vhost: bool
    client: bool
    took: int
    escapes: int


class Fields(NamedTuple):
    """Where to write what is found: addresses of tables with ``room`` columns, one a line.

    Attributes:
        starts: where each text starts in the chunk (-1: there is none); 4 bytes each.
        ends: where it ends.
        figures: the numbers (-1: there is none); 8 bytes each.
        parsed: whether the line is of the layout; 1 byte each.
        room: how many lines there is room for.
    """

    starts: int
    ends: int
    figures: int
    parsed: int
    room: int


class Line(NamedTuple):
    """One line: its bytes, its quotes (from ``first`` to before ``last``) and how to read them."""

    start: int
    end: int
    first: int
    last: int
    escapes: int


@part
def _escaped(base: int, start: int, at: int, escapes: int) -> bool:
    if escapes == LOOSE or at == start or byte(base + at - 1) != _BACKSLASH:
        return False
    run = 1
    while at - run > start and byte(base + at - run - 1) == _BACKSLASH:
        run += 1
    return escapes != 0 or run % 2 == 1


@part
def next_quote(chunk: Chunk, line: Line, number: int) -> int:
    """Return the number of the first quote from ``number`` on that is not escaped."""
    while number < line.last and _escaped(
        chunk.base, line.start, quote_at(chunk, number), line.escapes
    ):
        number += 1
    return number


@part
def put(fields: Fields, what: int, row: int, start: int, end: int) -> None:
    """Keep where a text of a line is."""
    place = 4 * (what * fields.room + row)
    write_position(fields.starts + place, start)
    write_position(fields.ends + place, end)


@part
def put_none(fields: Fields, what: int, row: int) -> None:
    """Keep that a line has no such text."""
    write_position(fields.starts + 4 * (what * fields.room + row), -1)


@part
def note(fields: Fields, what: int, row: int, value: int) -> None:
    """Keep a number of a line."""
    write_figure(fields.figures + 8 * (what * fields.room + row), value)


@part
def quote_at(chunk: Chunk, number: int) -> int:
    """Return where a quote is."""
    return whole(position(chunk.quotes + 4 * number))
