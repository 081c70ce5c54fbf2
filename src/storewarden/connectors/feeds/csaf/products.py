"""Turns CSAF's products into packages: by their package URL, and the range that a branch names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from storewarden.connectors.feeds.csaf.shape import Branch, Product, Standing, Tree
from storewarden.connectors.published_purls import split
from storewarden.core.published import Affected, Stretch
from storewarden.kernels.constraints import runs
from storewarden.kernels.versions.schemes import scheme_of

_RANGE: Final = "product_version_range"
_VERSION: Final = "product_version"
_DEEPEST: Final = 30


@dataclass(frozen=True, slots=True)
class Package:
    """One product as a package: ``purl`` without version; ``range`` in the publisher's words."""

    purl: str
    version: str = ""
    range: str = ""


def packages(tree: Tree) -> Mapping[str, Package]:
    """Every product that has a package URL, by its id in the document."""
    found = dict(_in_branches(tree.branches, 0))
    found.update(_single(product) for product in tree.full_product_names)
    for part in tree.relationships:
        whole = _single(part.full_product_name)
        found[whole[0]] = whole[1] or found.get(part.product_reference)
    return {name: package for name, package in found.items() if package is not None}


def affected(standing: Standing, known: Mapping[str, Package]) -> tuple[Affected, ...]:
    """What one vulnerability says of every package, in the order of the document."""
    named = (*standing.known_affected, *standing.first_affected, *standing.last_affected)
    bad = _by_purl(known, named)
    fixed = _by_purl(known, (*standing.fixed, *standing.first_fixed))
    open_ = _by_purl(known, standing.under_investigation)
    told = [_told(purl, bad.get(purl, []), fixed.get(purl, [])) for purl in {**bad, **fixed}]
    told += [Affected(purl, statement="under investigation") for purl in open_ if purl not in bad]
    return tuple(told)


def _told(purl: str, bad: Iterable[Package], fixed: Iterable[Package]) -> Affected:
    fixes = [package.version for package in fixed if package.version]
    ranges = [run for package in bad if package.range for run in _runs(package.range)]
    versions = tuple(dict.fromkeys(package.version for package in bad if package.version))
    if fixes and versions:
        ranges += [Stretch(low=one, high=one, high_included=True) for one in versions]
        versions = ()
    if ranges or versions:
        return Affected(purl, stretches=tuple(_mended(purl, ranges, fixes)), versions=versions)
    if fixes:
        return Affected(purl, stretches=tuple(Stretch(high=fix, fixed_in=fix) for fix in fixes))
    return Affected(purl, stretches=(Stretch(),))


def _mended(purl: str, runs_: Iterable[Stretch], fixes: Sequence[str]) -> Iterator[Stretch]:
    """Give each run without a fix the nearest fixed version behind it."""
    for run in runs_:
        yield replace(run, fixed_in=run.fixed_in or _nearest(purl, run.high, fixes))


def _nearest(purl: str, end: str | None, fixes: Sequence[str]) -> str | None:
    try:
        scheme = scheme_of(purl)
        later = [fix for fix in fixes if end is not None and scheme.compare(fix, end) > 0]
        return min(later, key=scheme.place, default=None)
    except ValueError:
        return None


def _runs(text: str) -> tuple[Stretch, ...]:
    """``vers:npm/>=1.0|<2.0`` means both at once for a pair; other text is Composer's language.

    Its terms stand in the order of versions, so ``>=1.0|!=1.5|<2.0`` is a pair with a hole.
    """
    if not text.startswith("vers:"):
        return runs(text)
    terms = unquote(text.partition("/")[2]).split("|")
    return tuple(_pairs(terms))


def _pairs(terms: Iterable[str]) -> Iterator[Stretch]:
    lower = ""
    for term in terms:
        if term.startswith(">"):
            lower = term
            continue
        if term.startswith("!=") and lower:
            yield from runs(f"{lower},<{term[2:]}")
            lower = f">{term[2:]}"
            continue
        yield from runs(f"{lower},{term}" if lower and term.startswith("<") else term)
        lower = ""
    if lower:
        yield from runs(lower)


def _by_purl(known: Mapping[str, Package], ids: Iterable[str]) -> dict[str, list[Package]]:
    found: dict[str, list[Package]] = {}
    for name in ids:
        if name in known:
            found.setdefault(known[name].purl, []).append(known[name])
    return found


def _in_branches(branches: Iterable[Branch], depth: int) -> Iterator[tuple[str, Package | None]]:
    if depth > _DEEPEST:
        return
    for branch in branches:
        if branch.product is not None:
            yield _single(branch.product, branch.name, branch.category)
        yield from _in_branches(branch.branches, depth + 1)


def _single(product: Product, named: str = "", kind: str = "") -> tuple[str, Package | None]:
    """A product; a branch names its version, where the package URL does not, or its range."""
    told = product.product_identification_helper
    purl, version = split(told.purl or next(iter(told.purls), "")) if told else ("", "")
    if kind == _VERSION and not version and _is_version(purl, named):
        version = named
    spans = named if kind == _RANGE or (kind == _VERSION and not version) else ""
    return product.product_id, Package(purl, version, spans) if purl else None


def _is_version(purl: str, text: str) -> bool:
    """Publishers write ``all versions`` in such a place, too; then nobody can be cleared by it."""
    try:
        scheme_of(purl).key(text)
    except ValueError:
        return False
    return True
