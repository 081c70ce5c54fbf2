"""OTLP/HTTP logs as JSON: what an OpenTelemetry collector or SDK posts to ``/v1/logs``.

Source: opentelemetry-proto 1.x, ``ExportLogsServiceRequest`` in its JSON mapping: names in
lowerCamelCase, 64-bit numbers as text or number, unknown names are ignored.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from storewarden.core.errors import StorewardenError
from storewarden.kernels.records.making import Record, flat

_DEEPEST: Final = 6


class OtlpError(StorewardenError):
    """What was sent is no ``ExportLogsServiceRequest``; nothing of it was taken."""


class _Pair(msgspec.Struct):
    key: str
    value: dict[str, Any] = msgspec.field(default_factory=dict)  # Any: any kind of value


class _Log(msgspec.Struct, rename="camel"):
    time_unix_nano: str | int = 0
    observed_time_unix_nano: str | int = 0
    severity_text: str = ""
    event_name: str = ""
    body: dict[str, Any] | None = None  # Any: any kind of value
    attributes: list[_Pair] = msgspec.field(default_factory=list)


class _Scope(msgspec.Struct, rename="camel"):
    log_records: list[_Log] = msgspec.field(default_factory=list)


class _Resource(msgspec.Struct):
    attributes: list[_Pair] = msgspec.field(default_factory=list)


class _ResourceLogs(msgspec.Struct, rename="camel"):
    resource: _Resource = msgspec.field(default_factory=_Resource)
    scope_logs: list[_Scope] = msgspec.field(default_factory=list)


class _Request(msgspec.Struct, rename="camel"):
    resource_logs: list[_ResourceLogs] = msgspec.field(default_factory=list)


_DECODER: Final = msgspec.json.Decoder(_Request)


def records_in(body: bytes) -> list[Record]:
    """Read a request's body; returns flat records. Raises `OtlpError`."""
    try:
        request = _DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as odd:
        raise OtlpError(f"no OTLP logs in JSON: {odd}") from odd
    return [
        record
        for resource in request.resource_logs
        for scope in resource.scope_logs
        for record in _records(scope)
    ]


def _records(scope: _Scope) -> Iterator[Record]:
    for log in scope.log_records:
        record: dict[str, object] = {
            pair.key: _value(pair.value, _DEEPEST) for pair in log.attributes
        }
        nanos = _first(log.time_unix_nano) or _first(log.observed_time_unix_nano)
        record["timeUnixNano"] = nanos // 1_000 if nanos else None
        body = None if log.body is None else _value(log.body, _DEEPEST)
        if isinstance(body, dict):
            record = {**body, **record}
        elif body is not None:
            record.setdefault("body", body)
        if log.event_name:
            record.setdefault("event.name", log.event_name)
        yield flat(record)


def _first(nanos: str | int) -> int:
    if isinstance(nanos, int):
        return nanos
    return int(nanos) if nanos.isascii() and nanos.isdecimal() and len(nanos) < 25 else 0  # noqa: PLR2004 - digits of 64 bits and more


def _value(value: object, depth: int) -> object:
    """Unwrap ``{"stringValue": "x"}``; a list becomes text, what is too deep nothing."""
    if not depth or not isinstance(value, dict):
        return None
    for kind in ("stringValue", "intValue", "boolValue", "doubleValue"):
        if kind in value:
            return value[kind]
    if "arrayValue" in value:
        return ", ".join(str(_value(part, depth - 1)) for part in _parts(value["arrayValue"]))
    return {
        pair["key"]: _value(pair.get("value"), depth - 1)
        for pair in _parts(value.get("kvlistValue"))
        if isinstance(pair.get("key"), str)
    }


def _parts(listed: object) -> list[dict[str, object]]:
    parts = listed.get("values") if isinstance(listed, dict) else None
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
