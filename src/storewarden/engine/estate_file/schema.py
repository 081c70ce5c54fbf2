"""Every table and key of the estate file; ``docs/estate.md`` says the same for people."""

from typing import Final

from storewarden.core import deadlines, notices, watching
from storewarden.core import estate as values
from storewarden.core.steps import Step, step_named
from storewarden.core.verdicts import Severity
from storewarden.engine.estate_file import assembling
from storewarden.engine.estate_file import words as a
from storewarden.engine.estate_file.forms import Key, Keyed, ListOf, MapOf, Table

_OWNER: Final = a.reference("owners", "the id of a person or team of this file", "owner")
_PERSON: Final = a.reference("people", "the id of a person of this file", "person")
_SITE: Final = a.reference("sites", "the id of a site of this file", "site")
_DATABASE: Final = a.reference("databases", "the id of a database of this file", "database")
_ASSET: Final = a.reference("things", "the id of an asset of this file", "asset")
_ASSETS: Final = a.reference(
    "assets", 'the id of an asset of this file, "estate", or a beginning with *', "asset"
)
_PARTY: Final = a.reference(
    "parties", "the id of a site or supplier of this file", "site or supplier"
)
_OWNED: Final = Key("owner", _OWNER)
_EXPOSED: Final = Key("exposed", a.YES_OR_NO)
_TABLE_MAP: Final = Table(
    "place in a database",
    values.TableMap,
    (
        Key("database", _DATABASE, needed=True),
        Key("table", a.TEXT, needed=True),
        Key("columns", MapOf(a.TEXT)),
    ),
)
_STEP: Final = a.one_of((step.key for step in Step), turn=step_named)
_SEVERITY: Final = a.one_of(
    (severity.word for severity in Severity), turn=lambda word: Severity[word.upper()]
)

ESTATE: Final = Table(
    "table",
    assembling.as_given,
    (
        Key("name", a.TEXT, needed=True),
        Key("owner", _OWNER, needed=True),
        Key("pentest_every_days", a.DAYS),
        Key("private_hosts", ListOf(a.HOST)),
        Key("next_upgrade_days", a.DAYS),
        Key("rule_folder", a.PATH),
        Key("vex", ListOf(a.PATH)),
        Key("ledger", a.PATH),
        Key("ledger_env", a.VARIABLE, field="ledger"),
        Key("ledger_file", a.SECRET_FILE, field="ledger"),
    ),
    at_most_one=("ledger", "ledger_env", "ledger_file"),
)
PERSON: Final = Table(
    "person", values.Person, (Key("name", a.TEXT, needed=True), Key("email", a.EMAIL))
)
TEAM: Final = Table(
    "team", values.Team, (Key("name", a.TEXT, needed=True), Key("members", ListOf(_PERSON)))
)
RESPONSIBLE: Final = Table(
    "table", assembling.responsible, tuple(Key(step.key, _OWNER) for step in Step)
)
SITE: Final = Table(
    "site",
    values.Site,
    (
        Key("url", a.SITE_URL, needed=True),
        Key("role", a.one_of(values.Role, turn=values.Role)),
        Key("platform", a.SLUG),
        _OWNED,
        Key("consent", a.YES_OR_NO),
        Key("login", a.SITE_PATH),
        Key("ca_file", a.PATH),
        Key("request_budget", a.REQUESTS),
        Key("requests_per_second", a.RATE),
        _EXPOSED,
    ),
)
CODE: Final = Table(
    "code tree",
    values.CodeTree,
    (Key("path", a.PATH, needed=True), Key("platform", a.SLUG), _OWNED, _EXPOSED),
)
DATABASE: Final = Table(
    "database",
    values.Database,
    (
        Key("path", a.PATH),
        Key("dsn_env", a.VARIABLE, field="dsn"),
        Key("dsn_file", a.SECRET_FILE, field="dsn"),
        Key("platform", a.SLUG),
        _OWNED,
    ),
    exactly_one=("path", "dsn_env", "dsn_file"),
)
LOG: Final = Table(
    "log",
    assembling.log,
    (
        Key("path", a.PATH),
        Key("database", _DATABASE),
        Key("journal", a.TEXT),
        Key("format", a.SLUG),
        Key("table", a.TEXT),
        Key("units", ListOf(a.TEXT)),
        Key("site", _SITE),
        _OWNED,
        Key("link", a.YES_OR_NO),
        Key("fields", MapOf(a.TEXT)),
    ),
    exactly_one=("path", "database", "journal"),
)
HOST: Final = Table(
    "host",
    values.Host,
    (
        Key("address", a.HOST),
        _OWNED,
        _EXPOSED,
        Key("ssh_user", a.SLUG),
        Key("ssh_port", a.PORT),
        Key("ssh_key_file", a.PATH),
        Key("known_hosts", a.PATH),
        Key("collected", a.PATH),
        Key("max_age_days", a.DAYS),
    ),
)
INTEGRATION: Final = Table(
    "integration",
    values.Integration,
    (
        Key("style", a.one_of(("webhook", "api")), needed=True),
        Key("source", _PARTY, needed=True),
        Key("target", _PARTY, needed=True),
        Key("url", a.URL, needed=True),
        Key("signature_header", a.HEADER),
        Key("consent", a.YES_OR_NO),
        _OWNED,
    ),
)
CERTIFICATE: Final = Table(
    "certificate",
    values.Certificate,
    (Key("kind", a.TEXT, needed=True), Key("valid_until", a.DAY, needed=True)),
)
SUPPLIER: Final = Table(
    "supplier",
    values.Supplier,
    (
        Key("name", a.TEXT, needed=True),
        Key("does", a.TEXT),
        Key("endpoint", a.URL),
        Key("ca_file", a.PATH),
        Key("certificates", ListOf(CERTIFICATE)),
        Key("reviewed_on", a.DAY),
        Key("review_every_days", a.DAYS),
        _OWNED,
    ),
)
PAYMENT: Final = Table(
    "payment set-up",
    values.PaymentSetup,
    (
        Key("shop", _SITE, needed=True),
        Key("processor", a.SLUG),
        Key("charges", _TABLE_MAP),
        Key("captured_when", ListOf(a.TEXT)),
        Key("settings", _TABLE_MAP),
        Key("safeguards", MapOf(a.TEXT)),
        _OWNED,
    ),
)
KEYS: Final = Table(
    "key ring",
    values.KeyRing,
    (Key("keys", _TABLE_MAP, needed=True), Key("writes_when", ListOf(a.TEXT)), _OWNED),
)
FEED: Final = Table(
    "feed",
    values.Feed,
    (
        Key("format", a.format_of_lists(), needed=True),
        Key("url", a.URL),
        Key("path", a.PATH),
        Key("mirrors", ListOf(a.URL)),
        Key("key_env", a.VARIABLE, field="key"),
        Key("checksum_url", a.URL),
        Key("max_age_days", a.DAYS),
        Key("every", a.SECONDS),
        Key("whole", a.YES_OR_NO),
        Key("ca_file", a.PATH),
        _OWNED,
    ),
    at_most_one=("url", "path"),
)
PENTEST: Final = Table(
    "pen test",
    values.PenTest,
    (
        Key("asset", _ASSET, needed=True),
        Key("on", a.DAY, needed=True),
        Key("by", a.TEXT, needed=True),
        Key("report", a.PATH),
    ),
)
RULE: Final = Table(
    "rule",
    values.OwnerRule,
    (
        Key("asset", _ASSETS),
        Key("step", _STEP),
        Key("severity", _SEVERITY),
        _OWNED,
        Key("read_days", a.DAYS_LEFT),
        Key("fix_days", a.DAYS_LEFT),
    ),
)
DEADLINE: Final = Table(
    "deadline",
    deadlines.DeadlineRule,
    (
        Key("name", a.TEXT, needed=True),
        Key("exploited", a.YES_OR_NO),
        Key("exposed", a.YES_OR_NO),
        Key("automatable", a.YES_OR_NO),
        Key("total", a.YES_OR_NO),
        Key("ransomware", a.YES_OR_NO),
        Key("likelihood", a.SHARE),
        Key("days", a.DAYS_LEFT),
        Key("forensic", a.YES_OR_NO),
        Key("read_days", a.DAYS_LEFT),
    ),
)
EVENTS: Final = Table(
    "table",
    watching.EventKeeping,
    (
        Key("folder", a.PATH),
        Key("keep_days", a.DAYS),
        Key("keep_bytes", a.BYTES),
        Key("key_env", a.VARIABLE, field="key"),
        Key("key_file", a.SECRET_FILE, field="key"),
        Key("manifest_env", a.VARIABLE, field="manifest"),
    ),
    at_most_one=("key_env", "key_file"),
)
INGEST: Final = Table(
    "table",
    watching.Receiving,
    (
        Key("listen", a.LISTEN),
        Key("tokens", MapOf(a.VARIABLE)),
        Key("syslog_udp", a.LISTEN),
        Key("syslog_tcp", a.LISTEN),
        Key("syslog_tls", a.LISTEN),
        Key("syslog_source", a.NAME),
        Key("tls_certificate", a.PATH),
        Key("tls_key", a.PATH),
        Key("trusted_proxies", ListOf(a.NETWORK)),
    ),
)
BLOCKING: Final = Table(
    "table",
    watching.Blocking,
    (
        Key("enabled", a.YES_OR_NO),
        Key("severity", _SEVERITY),
        Key("hours", a.HOURS),
        Key("never", ListOf(a.NETWORK)),
        Key("block_list", a.PATH),
        Key("nginx_include", a.PATH),
        Key("key_env", a.VARIABLE, field="key"),
        Key("webhook", a.URL),
        Key("webhook_key_env", a.VARIABLE, field="webhook_key"),
    ),
)
NOTICES: Final = Table(
    "table",
    notices.Notices,
    (
        Key("smtp_host", a.HOST),
        Key("smtp_port", a.PORT),
        Key("tls", a.one_of(notices.Tls, turn=notices.Tls)),
        Key("user", a.TEXT),
        Key("password_env", a.VARIABLE, field="password"),
        Key("password_file", a.SECRET_FILE, field="password"),
        Key("from", a.EMAIL, field="sender"),
        Key("ca_file", a.PATH),
        Key("base_url", a.SITE_URL),
        Key("key_env", a.VARIABLE, field="key"),
        Key("key_file", a.SECRET_FILE, field="key"),
        Key("link_days", a.DAYS),
        Key("severity", _SEVERITY),
        Key("escalate_to", ListOf(_OWNER)),
        Key("escalate_every_days", a.DAYS),
        Key("read_every_days", a.DAYS),
    ),
)

_NOT_AN_ASSET: Final = frozenset({"estate"})
_NOT_A_PERSON: Final = frozenset({"storewarden"})

ASSET_TABLES: Final = {
    "sites": SITE,
    "code": CODE,
    "databases": DATABASE,
    "logs": LOG,
    "hosts": HOST,
    "integrations": INTEGRATION,
    "suppliers": SUPPLIER,
    "payments": PAYMENT,
    "keys": KEYS,
    "feeds": FEED,
}
"""The tables whose entries are assets; their ids are unique across all of them."""

FILE: Final = Table(
    "file",
    assembling.as_given,
    (
        Key("estate", ESTATE, needed=True),
        Key("people", Keyed(PERSON, reserved=_NOT_A_PERSON)),
        Key("teams", Keyed(TEAM, reserved=_NOT_A_PERSON)),
        Key("responsible", RESPONSIBLE),
        *(Key(name, Keyed(table, reserved=_NOT_AN_ASSET)) for name, table in ASSET_TABLES.items()),
        Key("pentests", ListOf(PENTEST)),
        Key("rules", ListOf(RULE)),
        Key("deadlines", ListOf(DEADLINE)),
        Key("events", EVENTS),
        Key("ingest", INGEST),
        Key("blocking", BLOCKING),
        Key("notices", NOTICES),
    ),
)
"""The whole file."""
