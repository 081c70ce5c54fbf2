"""The parts of an OSV record that we read; everything else is passed over."""

import msgspec


class Turn(msgspec.Struct, gc=False):
    """One event: exactly one of its fields is set."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class Grade(msgspec.Struct, gc=False):
    """A CVSS vector, or a distribution's own word as ``score``."""

    score: str = ""
    type: str = ""


class Extra(msgspec.Struct, gc=False):
    """What a publisher adds: GitHub's word for how grave it is."""

    severity: object = None


class Span(msgspec.Struct, gc=False):
    """One range."""

    type: str = ""
    events: list[Turn] | None = None


class Package(msgspec.Struct, gc=False):
    """Whose versions the ranges are of."""

    ecosystem: str = ""
    name: str = ""


class Part(msgspec.Struct, gc=False):
    """What a record says of one package."""

    package: Package | None = None
    ranges: list[Span] | None = None
    versions: list[str] | None = None
    severity: list[Grade] | None = None


class Reference(msgspec.Struct, gc=False):
    """A page about it."""

    url: str = ""
    type: str = ""


class Entry(msgspec.Struct, gc=False):
    """One record; or an answer of OSV's own server, which holds records as ``vulns``."""

    id: str = ""
    modified: str | None = None
    vulns: "list[Entry] | None" = None
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    upstream: list[str] | None = None
    summary: str | None = None
    details: str | None = None
    affected: list[Part] | None = None
    severity: list[Grade] | None = None
    references: list[Reference] | None = None
    database_specific: Extra | None = None
