"""The parts of retire.js's collection that we read.

Source: github.com/RetireJS/retire.js, ``repository/jsrepository-v4.json``.
"""

import msgspec


class Names(msgspec.Struct, gc=False):
    """Other names of one weakness."""

    summary: str | None = None
    cve: list[str] | str = msgspec.field(default_factory=list, name="CVE")
    github: str | None = msgspec.field(default=None, name="githubID")
    retid: str | None = None


class Weakness(msgspec.Struct, gc=False, rename="camel"):
    """One weakness: versions at or above one, below another, without some."""

    below: str | None = None
    at_or_above: str | None = None
    excludes: list[str] = msgspec.field(default_factory=list)
    severity: str | None = None
    identifiers: Names = msgspec.field(default_factory=Names)
    info: list[str] = msgspec.field(default_factory=list)


class Extractors(msgspec.Struct, gc=False):
    """What gives a library away."""

    uri: list[str] = msgspec.field(default_factory=list)
    filename: list[str] = msgspec.field(default_factory=list)
    filecontent: list[str] = msgspec.field(default_factory=list)
    hashes: dict[str, str] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, gc=False):
    """One library."""

    vulnerabilities: list[Weakness] = msgspec.field(default_factory=list)
    extractors: Extractors = msgspec.field(default_factory=Extractors)
    npmname: str | None = None
