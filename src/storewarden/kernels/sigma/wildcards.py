"""Texts with wildcards, in the intermediate form."""

from sigma.types import SigmaString, SpecialChars

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.folding import fold
from storewarden.kernels.sigma.form import Absent, Empty, Form, How, Like, Text, Wild, negated
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.urls import in_url


def text_form(column: str, value: SigmaString, *, cased: bool) -> Form:
    """Equality with wildcards: the simple shapes become starts, ends and contains."""
    parts = _parts(value, cased=cased)
    inner = tuple(part for part in parts if part is not Wild.ANY)
    if not inner:
        return negated(Absent(column)) if parts else _plain(column, How.EQUALS, "", cased=cased)
    if len(inner) > 1 or not isinstance(inner[0], str):
        return Like(column, parts, cased)
    opened, closed = parts[0] is Wild.ANY, parts[-1] is Wild.ANY
    how = {
        (False, False): How.EQUALS,
        (False, True): How.STARTS,
        (True, False): How.ENDS,
        (True, True): How.CONTAINS,
    }[opened, closed]
    return _plain(column, how, inner[0], cased=cased)


def _plain(column: str, how: How, value: str, *, cased: bool) -> Form:
    if column == fields.URL:
        return in_url(how, value, cased=cased)
    return Text(column, how, value, cased) if value else Empty(column)


def _parts(value: SigmaString, *, cased: bool) -> tuple[str | Wild, ...]:
    """Literals and wildcards, neighbouring literals joined and neighbouring stars made one."""
    parts: list[str | Wild] = []
    for part in value.s:
        found = _part(part, cased=cased)
        if not isinstance(found, Wild):
            if parts and not isinstance(parts[-1], Wild):
                parts[-1] += found
            elif found:
                parts.append(found)
        elif not (found is Wild.ANY and parts and parts[-1] is Wild.ANY):
            parts.append(found)
    return tuple(parts)


def _part(part: object, *, cased: bool) -> str | Wild:
    if part is SpecialChars.WILDCARD_MULTI:
        return Wild.ANY
    if part is SpecialChars.WILDCARD_SINGLE:
        return Wild.ONE
    if isinstance(part, str):
        return part if cased else fold(part)
    raise Impossible("placeholders (`expand`) have nothing here that fills them")
