"""The fuse box: the one module that finds and plugs concrete things together.

It alone walks folders and reads the clock. Everything is imported when it is asked for, so that
``storewarden --help`` stays fast.
"""

import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from socket import socket
from types import ModuleType
from typing import TYPE_CHECKING, Final, cast

from storewarden.core.checks import InstalledCheck
from storewarden.core.connectors import Access, Driver, InstalledConnector, Recogniser
from storewarden.core.errors import EstateError, SecretMissing, Unreachable
from storewarden.core.estate import Asset, Database, Estate, Feed, LogSource, SecretRef, Site
from storewarden.core.flagged import LookedThrough
from storewarden.core.passed import Passed
from storewarden.core.ports import Ledger, Progress, Tables
from storewarden.core.scoreboard import Scoreboard
from storewarden.core.steps import Step

if TYPE_CHECKING:
    from threading import Event

    import pyarrow as pa

    from storewarden.core.alerts import Alert
    from storewarden.engine.report import Report, Scope
    from storewarden.engine.rules import Rulebook
    from storewarden.kernels.baselines import Feature
    from storewarden.kernels.events.ports import EventStore, Loaded
    from storewarden.kernels.matching import Matcher, Pattern
    from storewarden.kernels.windows import Behaviour
    from storewarden.notify.blocking import Bouncers
    from storewarden.streams.asked import Asked
    from storewarden.streams.assembly import Run
    from storewarden.streams.detecting import Detecting
    from storewarden.streams.figures import Figures
    from storewarden.streams.parsing import Surroundings

LEDGER_URL: Final = "STOREWARDEN_DATABASE_URL"
"""Environment variable with the ledger's database URL; it counts before the estate file."""

OWN_FOLDER: Final = ".storewarden"
"""Folder beside the estate file where Storewarden keeps what is its own."""

PATTERNS: Final = Path(__file__).parent / "steps" / "s7_logs" / "patterns"
"""Folder with the attack patterns, one file a class."""

BEHAVIOURS: Final = PATTERNS.with_name("behaviours")
"""Folder with what many lines together show, one folder a behaviour."""

RULES: Final = PATTERNS.with_name("rules")
"""Folder with the shipped Sigma rules, one folder a rule."""

FEATURES: Final = PATTERNS.with_name("models") / "visits.toml"
"""What baselines count of every visit."""


def now() -> datetime:
    """Read the clock: the one place that does."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def modules_in(package: str, leaf: str) -> Iterator[tuple[str, ModuleType]]:
    """Walk the folders of a package and import ``<folder>.<leaf>`` where it exists.

    Yields (name of the folder below the package, module), sorted by name.
    """
    home = _import(package)
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        if not entry.ispkg:
            continue
        inside = _import(f"{package}.{entry.name}")
        if any(part.name == leaf for part in pkgutil.iter_modules(inside.__path__)):
            yield entry.name, _import(f"{package}.{entry.name}.{leaf}")


def files_in(package: str) -> Iterator[tuple[str, ModuleType]]:
    """Import every module that lies directly in a package; yields (name, module) by name."""
    home = _import(package)
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        yield entry.name, _import(f"{package}.{entry.name}")


def installed_checks() -> tuple[InstalledCheck, ...]:
    """Every check in its step's ``checks`` folder; a new folder is found without being listed."""
    return tuple(
        InstalledCheck(name, step, module.__doc__ or "", module.CHECK)
        for step in Step
        for name, module in modules_in(f"storewarden.steps.{step.value}.checks", "check")
    )


def installed_connectors() -> tuple[InstalledConnector, ...]:
    """Every connector in its group's folder."""
    return tuple(
        InstalledConnector(f"{group}.{name}", module.CONNECTOR)
        for group in _groups()
        for name, module in modules_in(f"storewarden.connectors.{group}", "connector")
    )


def installed_drivers() -> tuple[Driver, ...]:
    """Every database driver."""
    found = modules_in("storewarden.connectors.databases", "driver")
    return tuple(cast("Driver", module.DRIVER) for _, module in found)


def installed_recognisers() -> tuple[Recogniser, ...]:
    """Everything that can tell a platform from its code or its front page."""
    return tuple(
        cast("Recogniser", module.RECOGNISER)
        for group in ("cms", "shops")
        for _, module in modules_in(f"storewarden.connectors.{group}", "recogniser")
    )


def installed_patterns(folder: Path = PATTERNS) -> "tuple[Pattern, ...]":
    """Every attack pattern, file by file; raises `PatternError`."""
    from storewarden.kernels.matching.pattern import all_different, patterns_in

    files = sorted(folder.glob("*.toml"))
    return all_different(patterns_in(file.read_text("utf-8"), file.name) for file in files)


def matcher(patterns: "Sequence[Pattern] | None" = None) -> "Matcher":
    """Compile the patterns (all that are installed), or take them from the user's cache.

    Raises `PatternError`.
    """
    from storewarden.kernels.matching import Matcher
    from storewarden.store.shelf import users_shelf

    return Matcher(installed_patterns() if patterns is None else patterns, users_shelf())


def installed_behaviours(folder: Path = BEHAVIOURS) -> "tuple[Behaviour, ...]":
    """Every behaviour, one folder each; raises `BehaviourError`."""
    from storewarden.kernels.windows import behaviour_in

    files = sorted(folder.glob("*/behaviour.toml"))
    return tuple(behaviour_in(file.read_text("utf-8"), file.parent.name) for file in files)


def rulebook(estate: Estate | None) -> "Rulebook":
    """Open the detection rules: the shipped ones and, with an estate, its own and its overlays."""
    from storewarden.engine.rules import Places, Rulebook

    if estate is None:
        return Rulebook(Places(RULES))
    own = estate.rule_folder
    return Rulebook(Places(RULES, own or estate.root / "rules", own_needed=own is not None))


def installed_features(file: Path = FEATURES) -> "tuple[Feature, ...]":
    """What baselines count of every visit; raises `BaselineError`."""
    from storewarden.kernels.baselines import features_in

    return features_in(file.read_text("utf-8"), file.name)


def log_batches(
    path: Path, form: str, moved: Callable[[int, int], None]
) -> "Iterator[pa.RecordBatch]":
    """The events of an access log; ``moved`` is told bytes read and the file's size.

    Raises `EstateError` for a format that is not known, `Unreachable` and OSError.
    """
    from storewarden.kernels.accesslog import LAYOUTS, parse
    from storewarden.streams.history.framing import chunks
    from storewarden.streams.history.unpacking import opened

    if form not in LAYOUTS:
        raise EstateError(f"{form!r} is no format of access logs; they are: {', '.join(LAYOUTS)}")
    with opened(path) as log:
        for chunk in chunks(log, 0, 0):
            line, layout = chunk.first_line, LAYOUTS[form]
            yield parse(chunk.data, source=path.name, first_line=line, layout=layout)
            moved(log.done, log.size)


def look_through(
    path: Path, form: str, moved: Callable[[int, int], None] = lambda _done, _size: None
) -> LookedThrough:
    """Look through a whole access log; ``moved`` is told bytes read and the file's size.

    Raises `EstateError` for a format that is not known, `PatternError`, `Unreachable`, OSError.
    """
    from storewarden.kernels.accesslog import LAYOUTS, parse
    from storewarden.kernels.windows import Settings, Windows
    from storewarden.streams.flagging import Flagging
    from storewarden.streams.history.framing import chunks
    from storewarden.streams.history.unpacking import opened

    if form not in LAYOUTS:
        raise EstateError(f"{form!r} is no format of access logs; they are: {', '.join(LAYOUTS)}")
    found, cut = matcher(), 0
    windows = Windows(installed_behaviours(), Settings(patterns=found.patterns))
    flagging = Flagging(found, windows)
    with opened(path) as log:
        for chunk in chunks(log, 0, 0):
            line, layout = chunk.first_line, LAYOUTS[form]
            flagging.take(parse(chunk.data, source=path.name, first_line=line, layout=layout))
            cut += chunk.cut
            moved(log.done, log.size)
    return flagging.finish(cut)


def load_estate(path: Path | None = None) -> Estate:
    """Read the estate file at ``path``, or the nearest one; raises `EstateError`."""
    from storewarden.engine import estate_file

    return estate_file.load(estate_file.find(Path.cwd()) if path is None else path)


def first_estate(what: Sequence[str], folder: Path) -> str:
    """Write the text of a first estate file from web addresses, paths, logs and databases' DSNs.

    ``folder`` is where the file will stand.
    """
    from storewarden.connectors.web.client import web_for
    from storewarden.engine import discovery

    known = installed_recognisers()
    return discovery.look(what, root=folder, recognisers=known, visit=lambda s: web_for(s.url))


def ledger_place(estate: Estate) -> str | Path:
    """Where the ledger lies: a path or a database URL; raises `SecretMissing`."""
    place = os.environ.get(LEDGER_URL) or estate.ledger
    if isinstance(place, SecretRef):
        return secret(place)
    return place or estate.root / OWN_FOLDER / "ledger.sqlite3"


def open_ledger(estate: Estate, **extra_django_settings: object) -> Ledger:
    """Open the ledger of an estate; raises `LedgerError` and `SecretMissing`."""
    from storewarden.store import setup

    return setup.open_ledger(ledger_place(estate), **extra_django_settings)


def open_events(estate: Estate) -> "AbstractContextManager[EventStore]":
    """Open the event store of an estate; raises `EventStoreError` and `SecretMissing`."""
    from storewarden.store.events.store import Settings, Store
    from storewarden.store.events.tidying import Keeping

    asked = estate.events
    folder = asked.folder or estate.root / OWN_FOLDER / "events"
    keeping = Keeping(asked.keep_days, asked.keep_bytes)
    key = secret(asked.key) if asked.key else None
    manifest = secret(asked.manifest) if asked.manifest else None
    return Store(Settings(folder, now, keeping, key, manifest))


def load_history(
    estate: Estate,
    store: "EventStore",
    log: LogSource,
    moved: Callable[[int, int], None],
    *,
    to_the_end: bool,
) -> "Loaded":
    """Bring a log file of the past in; ``moved`` is told bytes read and the file's size.

    Raises OSError, `Unreachable` and `EventStoreError`.
    """
    from storewarden.core.river import Piece
    from storewarden.streams import history
    from storewarden.streams.parsing import Surroundings, parser

    def clock() -> int:
        return round(now().timestamp() * 1_000_000)

    proxies = estate.ingest.trusted_proxies
    parse = parser([log], {}, Surroundings(clock, proxies=proxies))
    past = history.Past(
        log.path,
        log.id,
        lambda data, line, lines: parse(Piece(log.id, data, line, lines)),
        to_the_end,
    )
    return history.load(past, store, moved)


def watch(estate: Estate, how: "Asked") -> Passed:
    """Watch every log of the estate until it is asked to stop; returns what passed.

    Raises `AlreadyRunning`, `EstateError`, `EventStoreError`, `LedgerError`, `PatternError`,
    `SecretMissing` and `Unreachable`.
    """
    from storewarden.engine import lock
    from storewarden.streams.asked import CHORES
    from storewarden.streams.chores import every
    from storewarden.streams.figures import Figures

    folder, figures = estate.root / OWN_FOLDER, Figures()
    with ExitStack() as opened:
        opened.enter_context(lock.only_one(folder / "watch.lock", now(), "watch"))
        store = opened.enter_context(open_events(estate))
        block, bouncers = _blocking(estate, figures, opened)
        run = _assembled(estate, store, how, block, figures)
        opened.enter_context(every(CHORES, lambda: store.tidy(now()), figures.remark))
        doors = opened.enter_context(ExitStack())
        if not how.once:
            _receive(estate, run, bouncers, doors)
        done = run.once(how.stop) if how.once else run.until(how.stop, doors.close)
    if not done:
        raise Unreachable("some events could not be kept in time; they are read again next time")
    return figures.passed()


def _blocking(
    estate: Estate, figures: "Figures", opened: ExitStack
) -> "tuple[Callable[[Alert], None], Bouncers | None]":
    """Open the desk that decides what may be blocked; nothing is, unless the estate says so."""
    from storewarden.notify.blocking import Book, Bouncers, Desk, Ways, limits_of
    from storewarden.notify.blocking.crawlers import system_resolver
    from storewarden.notify.blocking.deciding import own_addresses
    from storewarden.notify.blocking.webhook import Webhook

    wanted = estate.blocking
    if not wanted.enabled:
        return (lambda _alert: None), None
    resolver = system_resolver()
    book = Book(estate.root / OWN_FOLDER / "blocking.sqlite3")
    hook = Webhook(wanted.webhook, _needed(wanted.webhook_key)) if wanted.webhook else None
    desk = Desk(
        book,
        lambda: limits_of(wanted, estate, own_addresses(estate, resolver.addresses)),
        resolver,
        Ways(wanted.block_list, wanted.nginx_include, hook),
        now,
        figures.remark,
    )
    opened.enter_context(desk.open())
    return desk.consider, Bouncers(book, secret(wanted.key), now) if wanted.key else None


def _needed(ref: SecretRef | None) -> str:
    if ref is None:
        raise EstateError("[blocking] has a `webhook` but no `webhook_key_env` to sign with")
    return secret(ref)


def _receive(estate: Estate, run: "Run", bouncers: "Bouncers | None", opened: ExitStack) -> None:
    """Open the doors that the estate names."""
    from storewarden.connectors.logs.http_ingest import Answer, Asked, Ingest, serving
    from storewarden.connectors.logs.syslog import Doors, receiving

    wanted, inbox, figures = estate.ingest, run.inbox, run.figures

    def dropped(source: str, lines: int) -> None:
        figures.add(source, dropped=lines)

    def answer(asking: Asked) -> Answer:
        return Answer(*_stream(bouncers, asking.query, asking.headers))

    doors = Doors(
        wanted.syslog_source,
        wanted.syslog_udp,
        wanted.syslog_tcp,
        wanted.syslog_tls,
        wanted.tls_certificate,
        wanted.tls_key,
    )
    if doors.udp or doors.tcp or doors.tls:
        ports = opened.enter_context(receiving(doors, inbox.receive, dropped))
        figures.doors |= {f"syslog_{name}": str(port) for name, port in ports.items()}
    if wanted.listen:
        tokens = {source: secret(ref) for source, ref in wanted.tokens.items()}
        others = {"/v1/decisions/stream": answer} if bouncers else {}
        app = Ingest(tokens, inbox.receive, dropped, others)
        figures.doors["http"] = str(opened.enter_context(serving(wanted.listen, app)))


def _stream(
    bouncers: "Bouncers | None", query: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[int, object]:
    if bouncers is None:
        return 404, {"message": "nothing is handed out here"}
    return bouncers.stream(query, headers)


def asked(
    announce: "Callable[[Alert], None]",
    show: Callable[[Passed], None],
    stop: "Event",
    *,
    once: bool,
) -> "Asked":
    """Say how the watch is to run: whom it tells of alerts, to whom it shows figures, how long."""
    from storewarden.streams.asked import Asked

    return Asked(announce, show, once, stop)


def _assembled(
    estate: Estate,
    store: "EventStore",
    how: "Asked",
    block: "Callable[[Alert], None]",
    figures: "Figures",
) -> "Run":
    """Put a run of the watch together."""
    from storewarden.connectors.logs.tail import Log, Tail
    from storewarden.engine.alarms import alarm, quietened
    from storewarden.streams.assembly import Parts, assembled
    from storewarden.streams.memory import Memory
    from storewarden.streams.parsing import parser
    from storewarden.streams.ports import Outlets
    from storewarden.streams.status import Status

    folder, ledger = estate.root / OWN_FOLDER, open_ledger(estate)
    ledger.update(lambda known: quietened(known, now()))
    logs = [asset for asset in estate.assets if isinstance(asset, LogSource)]
    memory, status = Memory(folder / "watch.sqlite3"), Status(folder / "watch.json", now)
    quiet = 0.0 if how.once else 1.0

    def report(alerts: "Sequence[Alert]") -> None:
        ledger.update(lambda known: alarm(known, alerts, estate, now()))

    def announce(alert: "Alert") -> None:
        how.announce(alert)
        block(alert)

    def beat(figures: "Figures") -> None:
        status.write(figures)
        how.show(figures.passed())

    return assembled(
        Parts(
            logs=logs,
            follow=lambda log, at: Tail(Log(log.id, log.path, log.link, quiet), at),
            parse=parser(logs, _received(estate, logs), _surroundings(estate)),
            detector=lambda remark: _detector(estate, memory.secret(), remark),
            outlets=Outlets(store, report, announce),
            figures=figures,
            memory=memory,
            beat=beat,
        )
    )


def _received(estate: Estate, logs: "Sequence[LogSource]") -> dict[str, str]:
    """The formats of what is sent to us; raises `EstateError`."""
    from storewarden.streams.parsing import JSON, SYSLOG

    wanted = estate.ingest
    formats = dict.fromkeys(wanted.tokens, JSON)
    if wanted.syslog_udp or wanted.syslog_tcp or wanted.syslog_tls:
        formats[wanted.syslog_source] = SYSLOG
    both = formats.keys() & {log.id for log in logs}
    if both:
        names = ", ".join(sorted(both))
        raise EstateError(f"[ingest] receives {names}, but [logs] follows a file of that name")
    return formats


def _detector(estate: Estate, key: bytes, remark: Callable[[str], None]) -> "Detecting":
    """Patterns, windows and rules behind one face; each log has windows of its own."""
    from storewarden.kernels.windows import Settings, Windows
    from storewarden.streams.detecting import Detecting, Stage
    from storewarden.streams.stages.apart import Apart
    from storewarden.streams.stages.probes import Probes
    from storewarden.streams.stages.rules import Rules

    found, behaviours = matcher(), installed_behaviours()

    def windows(source: str, remembered: bytes | None) -> Windows:
        log = estate.asset(source)
        site = estate.asset(log.site or "") if isinstance(log, LogSource) else None
        platform = site.platform if isinstance(site, Site) else None
        settings = Settings(
            (platform,) if platform else (), found.patterns, key, 100_000, 1_000_000, tolerance=0.0
        )
        if remembered is None:
            return Windows(behaviours, settings)
        return Windows.restore(remembered, behaviours, settings)

    book = rulebook(estate)
    stages: dict[str, Stage] = {
        "patterns": Probes(found.patterns),
        "windows": Apart(windows),
        "rules": Rules(book.rules, lambda: book.rules if book.refresh() else None, _microseconds),
    }
    return Detecting(found.match, stages, remark)


def _surroundings(estate: Estate) -> "Surroundings":
    from storewarden.streams.parsing import Surroundings

    moment = now().astimezone().utcoffset()
    zone = 0 if moment is None else round(moment.total_seconds() / 60)
    return Surroundings(_microseconds, zone, estate.ingest.trusted_proxies)


def _microseconds() -> int:
    return round(now().timestamp() * 1_000_000)


def scoreboard(estate: Estate, ledger: Ledger) -> Scoreboard:
    """Draw the scoreboard from what the ledger holds; raises `LedgerError`."""
    from storewarden.engine import scoreboard as drawing

    return drawing.scoreboard(estate, installed_checks(), ledger.findings(), ledger.standings())


def check(estate: Estate, scope: "Scope", progress: Progress) -> "Report":
    """Look and keep what was found; raises `AlreadyRunning`, `LedgerError`, `SecretMissing`."""
    from storewarden.engine import lock, run

    moment = now()
    house = run.House(installed_checks(), installed_connectors())
    around = run.Around(moment, access_to(estate, moment), progress, _tell)
    with lock.only_one(_lock_file(estate), moment):
        return run.check(estate, house, open_ledger(estate), scope, around)


def report(estate: Estate, ledger: Ledger) -> "Report":
    """Report what the ledger holds without looking again; raises `LedgerError`."""
    from storewarden.engine import run
    from storewarden.engine.report import Scope

    return run.report(estate, installed_checks(), ledger, Scope(), now())


def serve(path: Path | None, door: socket, token: str, ready: Callable[[], None]) -> None:
    """Serve the console at an open door until it is interrupted.

    Args:
        path: the estate file; None means the nearest one.
        door: the listening socket.
        token: opens the console once.
        ready: is told when the pages can be served.

    Raises `EstateError`.
    """
    import uvicorn

    from storewarden.engine import estate_file

    found = estate_file.find(Path.cwd()) if path is None else path
    estate_file.load(found)
    os.environ["STOREWARDEN_ESTATE"] = str(found.absolute())
    os.environ["STOREWARDEN_CONSOLE_TOKEN"] = token
    pages = "storewarden.console.asgi:application"
    config = uvicorn.Config(pages, lifespan="off", access_log=False, log_level="warning")
    config.load()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refused link is not logged
    ready()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[door])


def access_to(estate: Estate, moment: datetime) -> Callable[[Asset | Estate], Access]:
    """Build what connectors are handed: one web client an asset, shared by all of a run."""
    from storewarden.connectors.feeds.lists import read_lists
    from storewarden.connectors.web.client import Webs

    webs = Webs(estate)
    drivers = cache(installed_drivers)
    feeds = [asset for asset in estate.assets if isinstance(asset, Feed)]
    lists = read_lists(feeds, webs.to, moment)

    def access(thing: Asset | Estate) -> Access:
        return Access(
            estate=estate,
            now=moment,
            web=webs.to(thing),
            site=webs.to_id,
            tables=lambda database: open_tables(database, drivers()),
            secret=secret,
            advisories=lists,
        )

    return access


def secret(ref: SecretRef) -> str:
    """Read a secret from where the estate says it lies; raises `SecretMissing`."""
    if ref.env is not None:
        if not os.environ.get(ref.env):
            raise SecretMissing(f"{ref} is not set")
        return os.environ[ref.env]
    try:
        return Path(str(ref.file)).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as gone:
        raise SecretMissing(f"{ref} cannot be read: {type(gone).__name__}") from None


def open_tables(database: Database, drivers: Iterable[Driver]) -> Tables:
    """Open a database of the estate for reading; raises `Unreachable` and `SecretMissing`."""
    dsn = f"sqlite:///{database.path}" if database.path else secret(database.dsn or SecretRef())
    scheme = dsn.partition(":")[0].lower().partition("+")[0]
    driver = next((one for one in drivers if scheme in one.schemes), None)
    if driver is None:
        raise Unreachable(f"{database.id}: no driver for databases of this kind is installed")
    return driver.open(dsn)


def _lock_file(estate: Estate) -> Path:
    """Beside the ledger when that is a file, so that two estates may share a folder."""
    place = ledger_place(estate)
    if isinstance(place, Path):
        return place.with_name(f"{place.name}.lock")
    return estate.root / OWN_FOLDER / "check.lock"


def _tell(words: str) -> None:
    print(f"storewarden: {words}", file=sys.stderr)  # noqa: T201 - faults are for the operator


def _groups() -> list[str]:
    home = _import("storewarden.connectors")
    return sorted(entry.name for entry in pkgutil.iter_modules(home.__path__) if entry.ispkg)


def _import(name: str) -> ModuleType:
    return importlib.import_module(name)  # noqa: TID251 - the one place
