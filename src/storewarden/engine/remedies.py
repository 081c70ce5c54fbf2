"""What to do about a finding, in the words of the lists: hostile text. Pure."""

from collections.abc import Iterator

from storewarden.core.findings import Finding
from storewarden.core.matched import Named


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
