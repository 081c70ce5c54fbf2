"""Keeps rules fresh while a watch runs: changed files come in at once, broken ones never."""

from storewarden.engine.rules.loading import Loaded, Places, load, load_changed
from storewarden.kernels.sigma.rules import Refused, Ruleset


class Rulebook:
    """The rules in force.

    Attributes:
        rules: what is in force; swapped whole, so a reader never sees half of a change.
        kept_because: why changed files were not taken over: what they would have broken; empty
            when everything on disk is in force.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        found = load(places)
        self.rules = found.rules
        self.kept_because: tuple[Refused, ...] = ()
        self._seen = found.digest

    def refresh(self) -> bool:
        """Look at the files again; True when other rules are in force now.

        A change that would make anything refused that was not refused before is not taken over
        at all: the old set stays until the files change again.
        """
        found = load_changed(self._places, self._seen)
        if found is None:
            return False
        self._seen = found.digest
        self.kept_because = _broken(self.rules, found)
        if self.kept_because:
            return False
        self.rules = found.rules
        return True


def _broken(before: Ruleset, after: Loaded) -> tuple[Refused, ...]:
    known = {(one.place.file, one.because) for one in before.refused}
    return tuple(one for one in after.rules.refused if (one.place.file, one.because) not in known)
