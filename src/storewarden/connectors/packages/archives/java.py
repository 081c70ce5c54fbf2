"""What a Java archive says that it is, and what is shaded into it.

In this order: each ``META-INF/maven/GROUP/ARTIFACT/pom.properties`` (there are several where
libraries were merged), else the manifest's names, else the file's own name. Log4j's ``JndiLookup``
is looked for by its path, also where its package was moved: it is what CVE-2021-44228 needs.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.connectors.packages.archives.bounds import LARGEST_TEXT, Allowance
from storewarden.core.errors import Unreadable

LOG4J: Final = ("org.apache.logging.log4j", "log4j-core")
NEED_LOOKUP: Final = ("CVE-2021-44228", "CVE-2021-45046")
"""What is gone with the class ``JndiLookup``. Source: Apache Log4j Security Vulnerabilities."""
_POM: Final = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_MANIFEST: Final = "META-INF/MANIFEST.MF"
_LOOKUP: Final = re.compile(r"(?:.*/)?(?:log4j/core/|log4j2?/|core/)lookup/JndiLookup\.class")
_CORE: Final = re.compile(r"(?:.*/)?log4j/core/(?:Logger|LoggerContext|Core)\.class")
_NAMED: Final = re.compile(r"(.+?)-(\d[\w.+-]*)\.[a-z]ar", re.IGNORECASE)
_FIELD: Final = re.compile(r"^([A-Za-z-]+)[:=]\s*(.*?)\s*$", re.MULTILINE)
_GROUPS: Final = ("Implementation-Vendor-Id", "Bundle-SymbolicName", "Automatic-Module-Name")
_VERSIONS: Final = ("Implementation-Version", "Bundle-Version", "Specification-Version")


@dataclass(frozen=True, slots=True)
class Library:
    """A library as an archive names it; ``unreadable`` says why its version is not known."""

    group: str
    artifact: str
    version: str
    unreadable: str = ""
    mitigated: str = ""


def libraries(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> Iterator[Library]:
    """Tell every library in an archive; ``name`` is its file name."""
    entries = archive.namelist()
    has_lookup = any(_LOOKUP.fullmatch(entry) for entry in entries)
    told = list(_by_poms(archive, allowance))
    if not told:
        told = [_by_manifest(archive, name, allowance)]
    for library in told:
        if (library.group, library.artifact) == LOG4J and not has_lookup:
            yield Library(*LOG4J, library.version, library.unreadable, "JndiLookup was removed")
        else:
            yield library
    shaded = has_lookup and all(each.artifact != LOG4J[1] for each in told)
    if shaded or (any(map(_CORE.fullmatch, entries)) and all(e.artifact != LOG4J[1] for e in told)):
        because = "is merged into another archive that does not say which version it took"
        mitigated = "" if has_lookup else "JndiLookup was removed"
        yield Library(*LOG4J, "", because, mitigated)


def _by_poms(archive: zipfile.ZipFile, allowance: Allowance) -> Iterator[Library]:
    for entry in archive.infolist():
        if _POM.fullmatch(entry.filename):
            _, _, group, artifact, _ = entry.filename.split("/")
            try:
                text = allowance.unpacked(archive, entry, LARGEST_TEXT).decode("utf-8", "replace")
            except Unreadable as gone:
                yield Library(group, artifact, "", f"its pom.properties {gone}")
                continue
            fields = dict(_FIELD.findall(text))
            version = fields.get("version", "")
            because = "" if version else "its pom.properties names no version"
            yield Library(
                fields.get("groupId") or group,
                fields.get("artifactId") or artifact,
                version,
                because,
            )


def _by_manifest(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> Library:
    fields = _manifest(archive, allowance)
    version = next((fields[key] for key in _VERSIONS if fields.get(key)), "")
    match = _NAMED.fullmatch(name)
    artifact, own = (match[1], match[2]) if match else (name.rpartition(".")[0] or name, "")
    group = next((fields[key].partition(";")[0] for key in _GROUPS if fields.get(key)), "")
    return Library(
        _group(group, artifact),
        artifact,
        own or version,
        "" if own or version else "neither its manifest nor its name says a version",
    )


def _group(said: str, artifact: str) -> str:
    """A bundle's symbolic name is often group and artifact in one."""
    group = said.removesuffix(f".{artifact}").strip()
    return group if re.fullmatch(r"[A-Za-z][\w.-]*", group) else artifact


def _manifest(archive: zipfile.ZipFile, allowance: Allowance) -> dict[str, str]:
    try:
        entry = archive.getinfo(_MANIFEST)
        text = allowance.unpacked(archive, entry, LARGEST_TEXT).decode("utf-8", "replace")
    except (KeyError, Unreadable):
        return {}
    unfolded = text.replace("\r\n", "\n").replace("\n ", "")
    return dict(_FIELD.findall(unfolded.partition("\n\n")[0]))
