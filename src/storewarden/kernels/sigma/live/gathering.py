"""What a correlation listens to in a batch, as columns of numbers in order of time."""

from collections.abc import Mapping, Sequence

import numpy as np

from storewarden.kernels.sigma.live.holding import Events
from storewarden.kernels.sigma.live.shelf import Shelf, Small, Words
from storewarden.kernels.sigma.live.texts import Rows
from storewarden.kernels.sigma.rules import Correlation

SOURCE = "source"


def shelves(asked: Correlation) -> tuple[str, ...]:
    """Name what numbers the texts of each part of the group: an alias joins columns."""
    return tuple("|".join(sorted(set(columns))) for columns in zip(*asked.groups, strict=True))


def gathered(asked: Correlation, words: Words, matched: Mapping[str, Rows]) -> Events:
    """Return all events of a batch that count; the marks are values, or numbers of rules."""
    heard = [
        (rows, number)
        for number, rule in enumerate(asked.rules)
        if rule in matched and (rows := _told(asked, words, matched[rule], number)).size
    ]
    if len(heard) == 1:
        events = _events(asked, words, *heard[0])
        if (events.times[1:] >= events.times[:-1]).all():
            return events
        return events.part(np.argsort(events.times, kind="stable"))
    parts = [_events(asked, words, rows, number) for rows, number in heard]
    if not parts:
        plain = next(n for n, rule in enumerate(asked.rules) if rule not in asked.chained)
        return _events(asked, words, np.empty(0, np.int32), plain)
    events = Events(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    rows = np.concatenate([rows for rows, _ in heard])
    return events.part(np.lexsort((rows, events.times)))


def group_words(asked: Correlation, shelf: Shelf, keys: Small) -> list[tuple[str, ...]]:
    """Return the texts of groups."""
    columns = [shelf.words(name, keys[:, at]) for at, name in enumerate(shelves(asked))]
    return list(zip(*columns, strict=True)) if columns else [()] * len(keys)


def _told(asked: Correlation, words: Words, rows: Rows, number: int) -> Rows:
    columns: Sequence[str] = asked.groups[number]
    if asked.value:
        columns = [*columns, asked.value]
    return words.told(rows, columns)


def _events(asked: Correlation, words: Words, rows: Rows, number: int) -> Events:
    keys = np.empty((len(rows), len(asked.group_names)), np.int32)
    for at, names in enumerate(zip(asked.groups[number], shelves(asked), strict=True)):
        keys[:, at] = words.numbers(*names, rows)
    marks = np.full(len(rows), number, np.int32)
    if asked.value:
        marks = words.numbers(asked.value, asked.value, rows)
    sources = words.numbers(SOURCE, SOURCE, rows)
    return Events(keys, marks, words.times[rows], sources, words.lines[rows])
