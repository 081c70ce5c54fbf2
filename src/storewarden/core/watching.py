"""What the watch keeps, what it receives, and what it hands on to be blocked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storewarden.core.secret_ref import SecretRef
from storewarden.core.verdicts import Severity


@dataclass(frozen=True, slots=True)
class EventKeeping:
    """Where events are kept, for how long, and under which key personal data is masked.

    Attributes:
        folder: None means ``.storewarden/events`` beside the estate file.
        keep_days: PCI DSS 4.0.1 10.5.1 asks for at least twelve months.
        keep_bytes: the most that all segments may take; None for no limit.
        key: the secret that turns addresses and accounts into pseudonyms; None means one that the
            store makes for itself, in a file of its own.
        manifest: a PostgreSQL address for the manifest; None means a SQLite file in the folder.
    """

    folder: Path | None = None
    keep_days: int = 366
    keep_bytes: int | None = None
    key: SecretRef | None = None
    manifest: SecretRef | None = None


@dataclass(frozen=True, slots=True)
class Receiving:
    """What is received over the network, and whom we believe.

    Attributes:
        listen: ``host:port`` of the HTTP receiver; None means that there is none.
        tokens: source -> where its secret token lies. A source may be a log of the estate or a
            name of its own.
        syslog_udp: ``host:port`` of the syslog receiver; the same for ``syslog_tcp`` and
            ``syslog_tls``.
        syslog_source: the source that syslog messages belong to.
        tls_certificate: PEM file with the chain; ``tls_key`` its key.
        trusted_proxies: addresses and networks whose ``X-Forwarded-For`` counts.
    """

    listen: str | None = None
    tokens: Mapping[str, SecretRef] = field(default_factory=dict)
    syslog_udp: str | None = None
    syslog_tcp: str | None = None
    syslog_tls: str | None = None
    syslog_source: str = "syslog"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocking:
    """What is handed on so that others may block it; nothing is, unless it is enabled.

    Attributes:
        severity: alerts from this grade on.
        hours: how long an address stays on the list; never for ever.
        never: addresses and networks that are never put on it, beside the estate's own.
        block_list: text file with one address a line.
        nginx_include: file with one ``deny`` a line.
        key: what a bouncer shows to ask ``GET /v1/decisions/stream`` of the HTTP receiver.
        webhook: web address that is told of each decision, signed with ``webhook_key``.
    """

    enabled: bool = False
    severity: Severity = Severity.HIGH
    hours: int = 4
    never: tuple[str, ...] = ()
    block_list: Path | None = None
    nginx_include: Path | None = None
    key: SecretRef | None = None
    webhook: str | None = None
    webhook_key: SecretRef | None = None
