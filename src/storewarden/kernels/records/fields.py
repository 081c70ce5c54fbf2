"""Which of our columns the fields of foreign records mean."""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from storewarden.kernels.records.proxies import Network

_KNOWN: Final[Names[str, str]] = {
    "time": "time timestamp @timestamp ts datetime time_local time_iso8601 date"
    " timeUnixNano observedTimeUnixNano",
    "address": "address client.address source.address net.sock.peer.addr client.ip"
    " remote_addr remote_ip client_ip clientip ip src_ip request.remote_ip"
    " src_endpoint.ip host_ip",
    "forwarded": "forwarded http.request.header.x-forwarded-for x_forwarded_for"
    " http_x_forwarded_for x-forwarded-for",
    "vhost": "vhost server.address http.host host request.host server_name url.domain",
    "method": "method http.request.method http.method request_method request.method"
    " http_request.http_method",
    "path": "path url.path http_request.url.path",
    "target": "request_uri uri request.uri http.target url url.full url.original http.url",
    "query": "query url.query query_string args http_request.url.query_string",
    "protocol": "protocol server_protocol request.proto network.protocol.version",
    "request": "request",
    "status": "status http.response.status_code http.status_code status_code code"
    " http_response.code",
    "size": "size http.response.body.size body_bytes_sent bytes_sent bytes resp_size",
    "duration_us": "duration_us",
    "seconds": "request_time duration elapsed",
    "referrer": "referrer referer http_referer http.request.header.referer http_request.referrer",
    "agent": "agent user_agent user_agent.original http_user_agent http.user_agent useragent"
    " http.request.header.user-agent http_request.user_agent",
    "account": "account user.name enduser.id user.id username user_name user login"
    " remote_user actor.user.name user.email",
    "session": "session session.id session_id sid",
    "action": "action event.action event.name event",
    "object": "object voucher code_used api_key_prefix",
    "message": "message msg body text log",
    "kind": "kind",
}
_COLUMN_OF: Final[Names[str, str]] = {
    name: column for column, names in _KNOWN.items() for name in names.split()
}
COLUMNS: Final = frozenset(_KNOWN)
"""The columns that an estate file may map: ours, and ``target``, ``request``, ``forwarded``."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How records of one source are read.

    Attributes:
        fields: our column -> the name of the field, dots for what lies deeper; goes before what is
            known anyhow.
        trusted: proxies whose ``X-Forwarded-For`` counts.
    """

    fields: Names[str, str] = field(default_factory=dict)
    trusted: Sequence[Network] = ()

    def columns(self, record: Names[str, object]) -> dict[str, object]:
        """Sort a flat record's values under our columns; the first field of a column counts."""
        told: dict[str, object] = {}
        for column, name in self.fields.items():
            if record.get(name) is not None:
                told[column] = record[name]
        for name, value in record.items():
            known = _COLUMN_OF.get(name)
            if known is not None and value is not None:
                told.setdefault(known, value)
        return told
