"""Writes what the lists say of a component as one line of JSON; docs/json.md names its keys."""

import json
from urllib.parse import quote

from storewarden.core.matched import Answer, Named


def line(answer: Answer) -> str:
    """Return one object on one line, in ASCII."""
    here = answer.component
    told = {
        "purl": f"{here.purl}@{quote(here.version, safe=':~')}" if here.version else here.purl,
        "version": here.version,
        "newest": here.newest or None,
        "release": here.release or None,
        "standing": answer.standing.value,
        "because": answer.because,
        "advisories": [_named(named) for named in answer.named],
        "found_in": here.found_in,
    }
    return json.dumps(told)


def _named(named: Named) -> dict[str, object]:
    danger = named.danger
    return {
        "id": named.id,
        "aliases": list(named.aliases),
        "fixed_in": named.fixed_in,
        "why": named.why,
        "severity": named.severity.name.lower() if named.severity is not None else None,
        "exploited": danger.exploited,
        "due": danger.due.isoformat() if danger.due else None,
        "ransomware": danger.ransomware,
        "epss": danger.likelihood,
        "epss_percentile": danger.percentile,
        "summary": named.summary,
        "vector": named.vector,
        "url": named.url,
        "remedy": named.remedy,
        "feeds": list(named.feeds),
    }
