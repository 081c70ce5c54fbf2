"""Walks a parsed file along the schema: our values, or every mistake there is."""

from collections.abc import Iterator, Mapping
from typing import Final

from storewarden.engine.estate_file.forms import (
    Around,
    Form,
    Key,
    Keyed,
    ListOf,
    MapOf,
    Misfit,
    Plain,
    Table,
)
from storewarden.engine.estate_file.lines import Where
from storewarden.engine.estate_file.mistakes import Mistake, got, key_of, nearest
from storewarden.engine.estate_file.words import ID, ID_SAID

_BROKEN: Final = object()
"""Stands for a value that is wrong; the mistake was noted, and nothing is built of it."""


class Reading:
    """One walk over one file; ``mistakes`` fills up on the way.

    ``hidden`` are the places that hold a secret: they were told already and are not looked at.
    """

    def __init__(self, around: Around, hidden: frozenset[Where]) -> None:
        self.mistakes: list[Mistake] = []
        self._around = around
        self._hidden = hidden

    def read(self, form: Form, value: object, where: Where) -> object:
        """Turn TOML's value into ours; what is wrong is noted in ``mistakes``."""
        if where in self._hidden:
            return _BROKEN
        if isinstance(form, Plain):
            return self._plain(form, value, where)
        if isinstance(form, ListOf):
            return self._list(form, value, where)
        if isinstance(value, dict):
            return self._tables(form, value, where)
        return self._wrong(where, f"expected a table [{key_of(where)}], got {got(value)}")

    def _tables(
        self, form: MapOf | Keyed | Table, value: Mapping[str, object], where: Where
    ) -> object:
        if isinstance(form, MapOf):
            inner = {key: self.read(form.entry, part, (*where, key)) for key, part in value.items()}
            return _BROKEN if _BROKEN in inner.values() else inner
        if isinstance(form, Keyed):
            return self._keyed(form, value, where)
        return self._table(form, value, where, {})

    def _plain(self, form: Plain, value: object, where: Where) -> object:
        try:
            return form.read(value, self._around)
        except Misfit as odd:
            had = f", got {got(value)}" if form.shown else ""
            return self._wrong(where, f"expected {str(odd) or form.expected}{had}")

    def _list(self, form: ListOf, value: object, where: Where) -> object:
        if not isinstance(value, list):
            what = form.entry.word
            return self._wrong(where, f"expected a list in [ ] ({what}), got {got(value)}")
        entries = tuple(
            self.read(form.entry, entry, (*where, number)) for number, entry in enumerate(value)
        )
        return _BROKEN if _BROKEN in entries else entries

    def _keyed(self, form: Keyed, value: Mapping[str, object], where: Where) -> object:
        made = [self._entry(form, name, entry, where) for name, entry in value.items()]
        return _BROKEN if _BROKEN in made else tuple(made)

    def _entry(self, form: Keyed, name: str, value: object, where: Where) -> object:
        here = (*where, name)
        if here in self._hidden:
            return _BROKEN
        if not ID.fullmatch(name):
            return self._wrong(here, f"expected {ID_SAID} as the id")
        if name in form.reserved:
            return self._wrong(here, "this id is taken by Storewarden itself; choose another")
        if not isinstance(value, dict):
            return self._wrong(here, f"expected a table [{key_of(here)}], got {got(value)}")
        return self._table(form.table, value, here, {"id": name})

    def _table(
        self, form: Table, value: Mapping[str, object], where: Where, given: dict[str, object]
    ) -> object:
        before = len(self.mistakes)
        self.mistakes.extend(self._unknown(form, value, where))
        self.mistakes.extend(_missing(form, value, where))
        for key in form.keys:
            if key.name in value:
                made = self.read(key.form, value[key.name], (*where, key.name))
                given[key.field or key.name] = made
        if len(self.mistakes) > before or _BROKEN in given.values():
            return _BROKEN
        return form.builds(**given)

    def _unknown(self, form: Table, value: Mapping[str, object], where: Where) -> Iterator[Mistake]:
        known = [key.name for key in form.keys]
        for name in value:
            here = (*where, name)
            if name not in known and here not in self._hidden:
                others = "" if nearest(name, known) else f"; expected one of {', '.join(known)}"
                yield Mistake(here, f"unknown key{nearest(name, known)}{others}")

    def _wrong(self, where: Where, said: str) -> object:
        self.mistakes.append(Mistake(where, said))
        return _BROKEN


def _missing(form: Table, value: Mapping[str, object], where: Where) -> Iterator[Mistake]:
    for key in form.keys:
        if key.needed and key.name not in value:
            yield Mistake((*where, key.name), f"missing; expected {_said(key)}")
    for choice, least in ((form.exactly_one, 1), (form.at_most_one, 0)):
        there = [name for name in choice if name in value]
        if choice and not least <= len(there) <= 1:
            count = "exactly one" if least else "at most one"
            had = " and ".join(there) or "none"
            yield Mistake(where, f"expected {count} of {', '.join(choice)}, got {had}")


def _said(key: Key) -> str:
    if isinstance(key.form, Plain):
        return key.form.expected
    if isinstance(key.form, Table):
        needed = " and ".join(inner.name for inner in key.form.keys if inner.needed)
        return f"a table with {needed}"
    return f"a {key.form.word}"
