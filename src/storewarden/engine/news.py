"""What a list says anew of a weakness that somebody has already read. Pure.

These are the changes that open an acknowledged or accepted finding again: it was read, or lived
with, on other grounds. What only gets milder, and a likelihood that moves, opens nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from storewarden.core.matched import Named


def news(before: Sequence[Named], now: Sequence[Named]) -> tuple[str, ...]:
    """Say in words what is new; empty when nothing is, or when it is not known what was before."""
    if not before:
        return ()
    known = {name: one for one in before for name in (one.id, *one.aliases)}
    return tuple(words for one in now for words in _of_one(_same(one, known), one))


def _same(one: Named, known: Mapping[str, Named]) -> Named | None:
    return next((known[name] for name in (one.id, *one.aliases) if name in known), None)


def _of_one(before: Named | None, now: Named) -> Iterator[str]:
    if before is None:
        yield f"{now.id} names it too"
        return
    yield from (f"{now.id} {words}" for words in _danger(before, now))
    if now.fixed_in is not None and before.fixed_in != now.fixed_in:
        was = f", no longer in {before.fixed_in}" if before.fixed_in else ""
        yield f"{now.id} is fixed in {now.fixed_in}{was}"
    if before.fixed_in is not None and now.fixed_in is None:
        yield f"{now.id} is no longer said to be fixed in {before.fixed_in}"


def _danger(before: Named, now: Named) -> Iterator[str]:
    was, is_ = before.danger, now.danger
    if _in_use(now) and not _in_use(before):
        yield "is exploited by thieves now"
    if is_.ransomware and not was.ransomware:
        yield "is used by ransomware now"
    if is_.due is not None and _is_sooner(was.due, is_.due):
        yield f"is due on {is_.due} now" + (f", no longer on {was.due}" if was.due else "")


def _in_use(one: Named) -> bool:
    return bool(one.danger.exploited) or one.danger.exploitation == "active"


def _is_sooner(was: date | None, now: date) -> bool:
    return was is None or now < was
