"""Words about published weaknesses that checks of this step share."""

from collections.abc import Iterable

from storewarden.core.matched import Named
from storewarden.kernels.versions.schemes import newest


def counted(weaknesses: Iterable[Named]) -> str:
    """Say how many advisories there are, each id once: ``2 advisories``."""
    number = len({one.id for one in weaknesses})
    return "1 advisory" if number == 1 else f"{number} advisories"


def remedy(purl: str, weaknesses: Iterable[Named]) -> str:
    """Say which version of a package leaves all of them behind, as far as there is one."""
    fixes = [one.fixed_in for one in weaknesses]
    known = [fix for fix in fixes if fix is not None]
    if not known:
        return "no fixed version is published yet"
    last = newest(purl, known)
    if len(known) < len(fixes):
        return f"{last} mends part of it, for the rest there is no fixed version yet"
    return f"fixed in {last}"


def line(one: Named) -> str:
    """Tell one of them on one line, as evidence."""
    cves = ", ".join(name for name in one.aliases if name.startswith("CVE-"))
    fix = f"fixed in {one.fixed_in}" if one.fixed_in else "no fixed version yet"
    why = f" ({one.why})" if one.why else ""
    return f"{one.id}{f' ({cves})' if cves else ''}: {one.summary or 'no summary'}; {fix}{why}"
