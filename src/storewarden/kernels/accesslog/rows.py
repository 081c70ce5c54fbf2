"""Finds the fields of every line of a chunk, framed by newline first: no quote reaches further."""

from typing import Final

from storewarden.kernels.accesslog.fields import (
    address_end,
    answer,
    bracket,
    host_end,
    last_word,
    micros,
    word_end,
)
from storewarden.kernels.accesslog.pages import (
    ACCOUNT,
    ADDRESS,
    AGENT,
    DURATION,
    FIGURES,
    LINE,
    LOOSE,
    MESSAGE,
    REFERRER,
    REQUEST,
    SIZE,
    STATUS,
    TEXTS,
    TIME,
    VHOST,
    Chunk,
    Fields,
    Form,
    Line,
    next_quote,
    note,
    put,
    put_none,
    quote_at,
)
from storewarden.kernels.accesslog.prefixes import begin
from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.words import byte, position, whole, write_byte

_QUOTE: Final = 0x22
_RETURN: Final = 0x0D
_SPACE: Final = 0x20


@part
def _head(chunk: Chunk, line: Line, form: Form, fields: Fields, row: int) -> int:
    """Read all before the request; returns the number of its first quote, -1 when none."""
    number = next_quote(chunk, line, line.first)
    opened = bracket(chunk.base, line.start, quote_at(chunk, number)) if number < line.last else -1
    at = line.start
    if opened >= 0 and form.vhost:
        at = word_end(chunk.base, at, opened) + 1
        put(fields, VHOST, row, line.start, host_end(chunk.base, line.start, at - 1))
    space = address_end(chunk.base, at, opened) if at > 0 or not form.vhost else -1
    after = word_end(chunk.base, space + 1, opened) if space >= 0 else -1
    if after < 0 or after >= opened - 1:
        return -1
    put(fields, ADDRESS, row, at, space)
    put(fields, ACCOUNT, row, after + 1, opened - 1)
    put(fields, TIME, row, opened + 1, quote_at(chunk, number) - 2)
    return number


@part
def _request(chunk: Chunk, line: Line, number: int, fields: Fields, row: int) -> tuple[int, int]:
    """Read the request and its answer; returns the number of its last quote and the end (or -1)."""
    opened = quote_at(chunk, number)
    number = next_quote(chunk, line, number + 1)
    while number < line.last:
        closed = quote_at(chunk, number)
        status, size, stop = answer(chunk.base, closed + 1, line.end)
        if stop >= 0:
            note(fields, STATUS, row, status)
            note(fields, SIZE, row, size)
            put(fields, REQUEST, row, opened + 1, closed)
            return number, stop
        number = next_quote(chunk, line, number + 1)
    return -1, -1


@part
def _referrer(chunk: Chunk, line: Line, number: int, fields: Fields, row: int) -> int:
    """Read the referrer; returns the number of the quote that opens the agent, -1 when none."""
    opened = quote_at(chunk, number)
    closes = next_quote(chunk, line, number + 1)
    opens = next_quote(chunk, line, closes + 1)
    while opens < line.last:
        closed = quote_at(chunk, closes)
        if quote_at(chunk, opens) == closed + 2 and byte(chunk.base + closed + 1) == _SPACE:
            put(fields, REFERRER, row, opened + 1, closed)
            return opens
        closes, opens = opens, next_quote(chunk, line, opens + 1)
    return -1


@part
def _agent(chunk: Chunk, line: Line, number: int, fields: Fields, row: int) -> int:
    """Read the agent; returns where it ends, -1 when it does not."""
    opened = quote_at(chunk, number)
    number = next_quote(chunk, line, number + 1)
    while number < line.last:
        stop = quote_at(chunk, number) + 1
        if stop == line.end or byte(chunk.base + stop) == _SPACE:
            put(fields, AGENT, row, opened + 1, stop - 1)
            return stop
        number = next_quote(chunk, line, number + 1)
    return -1


@part
def _client(chunk: Chunk, line: Line, where: tuple[int, int], fields: Fields, row: int) -> int:
    """Read referrer and agent, which may both be missing; returns where they end, or -1.

    Where other words follow the size, all of them and what follows are the message: so it returns
    the end of the size.
    """
    number, stop = where
    if stop == line.end:
        return stop
    usual = stop + 1 < line.end and byte(chunk.base + stop + 1) == _QUOTE
    number = next_quote(chunk, line, number + 1)
    if number >= line.last:
        return -1 if usual else stop
    if byte(chunk.base + quote_at(chunk, number) - 1) != _SPACE:
        return -1
    number = _referrer(chunk, line, number, fields, row)
    after = _agent(chunk, line, number, fields, row) if number >= 0 else -1
    return after if usual or after < 0 else stop


@part
def _tail(chunk: Chunk, line: Line, at: int, took: int, fields: Fields, row: int) -> None:
    """Read the time taken; what else follows the known fields is kept as the message."""
    stop = line.end
    if took != 0 and at < stop:
        word = last_word(chunk.base, at + 1, stop)
        taken = micros(chunk.base, word, stop, took)
        note(fields, DURATION, row, taken)
        stop = word - 1 if taken >= 0 else stop
    if at + 1 < stop:
        put(fields, MESSAGE, row, at + 1, stop)


@part
def _read(chunk: Chunk, line: Line, form: Form, fields: Fields, row: int) -> bool:
    number = _head(chunk, line, form, fields, row)
    if number < 0:
        return False
    where = _request(chunk, line, number, fields, row)
    at = where[1]
    if at >= 0 and form.client:
        at = _client(chunk, line, where, fields, row)
    if at < 0:
        return False
    _tail(chunk, line, at, form.took, fields, row)
    return True


@part
def _forget(fields: Fields, row: int) -> None:
    for text in range(TEXTS):
        put_none(fields, text, row)
    for figure in range(STATUS, FIGURES):
        note(fields, figure, row, -1)


@part
def _line(chunk: Chunk, line: Line, form: Form, fields: Fields, row: int) -> bool:
    """Read a line with its escapes, else as if there were none, else keep its text."""
    at, vhost = begin(chunk.base, line.start, line.end, form.vhost)
    form, first = Form(vhost, form.client, form.took, form.escapes), line.first
    while first < line.last and quote_at(chunk, first) < at:
        first += 1
    _forget(fields, row)
    if _read(chunk, Line(at, line.end, first, line.last, line.escapes), form, fields, row):
        return True
    _forget(fields, row)
    if _read(chunk, Line(at, line.end, first, line.last, LOOSE), form, fields, row):
        return True
    _forget(fields, row)
    put(fields, MESSAGE, row, line.start, line.end)
    return False


@compiled
def read_lines(chunk: Chunk, form: Form, first_line: int, fields: Fields) -> int:
    """Read every line of a chunk; empty ones are counted in the line numbers and left out.

    Returns how many were read.
    """
    row, start, quote = 0, 0, 0
    for number in range(chunk.lines):
        newline = whole(position(chunk.ends + 4 * number))
        end = newline
        if end > start and byte(chunk.base + end - 1) == _RETURN:
            end -= 1
        first = quote
        while quote < chunk.marks and quote_at(chunk, quote) < newline:
            quote += 1
        if end > start:
            line = Line(start, end, first, quote, form.escapes)
            write_byte(fields.parsed + row, _line(chunk, line, form, fields, row))
            note(fields, LINE, row, first_line + number)
            row += 1
        start = newline + 1
    return row
