"""How dangerous a finding is and what to do, in the words of the lists: hostile text. Pure."""

from collections.abc import Iterator

from storewarden.core.findings import Finding
from storewarden.core.matched import Danger, Named


def remedies(finding: Finding) -> tuple[str, ...]:
    """Say what mends each weakness, what the list of exploited ones demands, and what else."""
    told = [words for one in finding.named for words in remedies_of(one)]
    if finding.dated is not None and finding.dated.forensic:
        told.append("Look whether somebody was there before: accounts, files, jobs, log records.")
    return tuple(dict.fromkeys(told))


def remedies_of(one: Named) -> Iterator[str]:
    """Say what to do about one weakness."""
    if one.fixed_in:
        yield f"{one.id}: install {one.fixed_in} or a later version of the same line."
    if one.remedy:
        yield f"{one.id}: {one.remedy}"
    if not one.fixed_in and not one.remedy:
        yield f"{one.id}: no fixed version is published yet; switch it off or shield it."
    if one.danger.action:
        due = f" (by {one.danger.due})" if one.danger.due else ""
        yield f"{one.id}: the list of exploited weaknesses demands{due}: {one.danger.action}"


def dangers(finding: Finding) -> tuple[str, ...]:
    """Say what the lists know of each weakness beside the advisory: in use, due, likely."""
    told = ((one.id, ", ".join(_danger(one.danger))) for one in finding.named)
    return tuple(f"{name}: {words}." for name, words in told if words)


def _danger(danger: Danger) -> Iterator[str]:
    if danger.exploited:
        yield "thieves use it" + (f" (listed on {danger.added})" if danger.added else "")
    elif danger.exploitation == "active":
        yield "thieves use it (SSVC)"
    elif danger.exploitation == "poc":
        yield "a way to use it is published"
    if danger.ransomware:
        yield "ransomware uses it"
    if danger.due:
        yield f"to be fixed by {danger.due}, says the list"
    if danger.likelihood is not None:
        yield f"likelihood of use within 30 days {danger.likelihood:.1%} (EPSS){_rank(danger)}"


def _rank(danger: Danger) -> str:
    return "" if danger.percentile is None else f", higher than {danger.percentile:.1%} of all"
