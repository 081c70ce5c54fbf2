"""The findings for other programs: one file a format, each a function from a report to text."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from storewarden.engine.exports.as_csv import as_csv
from storewarden.engine.exports.as_json import as_json
from storewarden.engine.exports.as_ocsf import as_ocsf
from storewarden.engine.exports.as_sarif import as_sarif
from storewarden.engine.report import Report

EXPORTS: Final[Mapping[str, Callable[[Report], str]]] = MappingProxyType(
    {"json": as_json, "sarif": as_sarif, "ocsf": as_ocsf, "csv": as_csv}
)

__all__ = ["EXPORTS"]
