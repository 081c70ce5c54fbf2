"""Puts shipped rules, an operator's own rules and his overlays together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from storewarden.engine.rules.files import Files, read_files, shipped, under
from storewarden.kernels.sigma.overlays import laid_over, read_overlays
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Place, Refused, Ruleset

OVERLAY: Final = "overlay"
"""Folder inside an operator's folder of rules that holds his changes to shipped rules."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where rules lie.

    Attributes:
        shipped: folder of the rules that come with Storewarden, one folder a rule.
        own: an operator's folder: his own rules, and below ``overlay`` his changes.
        own_needed: whether it is amiss when that folder is not there.
    """

    shipped: Path
    own: Path | None = None
    own_needed: bool = False

    @property
    def amiss(self) -> tuple[Refused, ...]:
        """Say that the operator's folder is not there, if it should be."""
        if self.own is None or not self.own_needed or self.own.is_dir():
            return ()
        said = "the folder of rules that the estate file names is not there"
        return (Refused(Place(str(self.own), 1), said),)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules as they stand, and a digest of the files that they were made from."""

    rules: Ruleset
    digest: str


def load(places: Places) -> Loaded:
    """Load everything; what cannot be used is in ``rules.refused`` and never stops the rest."""
    files, overlaid = _read(places)
    return Loaded(_together(files, overlaid), files.digest + overlaid.digest)


def load_changed(places: Places, digest: str) -> Loaded | None:
    """Load everything, unless the files are still those of a digest."""
    files, overlaid = _read(places)
    now = files.digest + overlaid.digest
    return None if now == digest else Loaded(_together(files, overlaid), now)


def validate(path: Path) -> Ruleset:
    """Read one rule file, or every rule below a folder, without shipped rules and overlays."""
    files = read_files(under(path))
    found = read(files.texts)
    return replace(found, refused=(*files.refused, *found.refused))


def _read(places: Places) -> tuple[Files, Files]:
    files, overlaid = read_files(_rules(places)), read_files(_overlays(places))
    return replace(files, refused=(*places.amiss, *files.refused)), overlaid


def _together(files: Files, overlaid: Files) -> Ruleset:
    changes, odd = read_overlays(overlaid.texts)
    found = laid_over(read(files.texts), changes)
    refused = (*files.refused, *overlaid.refused, *found.refused, *odd)
    return replace(found, refused=refused)


def _rules(places: Places) -> Iterator[tuple[str, Path]]:
    own = places.own
    if own is None or not own.is_dir():
        return shipped(places.shipped)
    mine = ((f"{own.name}/{name}", path) for name, path in under(own, but=OVERLAY))
    return chain(shipped(places.shipped), mine)


def _overlays(places: Places) -> Iterator[tuple[str, Path]]:
    if places.own is not None and (folder := places.own / OVERLAY).is_dir():
        for name, path in under(folder):
            yield f"{places.own.name}/{OVERLAY}/{name}", path
