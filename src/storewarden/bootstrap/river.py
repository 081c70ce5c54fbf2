"""Puts the watch together: doors, parser, detector, store and ledger."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from storewarden.bootstrap.blocking import blocking_desk, handed_out
from storewarden.bootstrap.clock import microseconds, now
from storewarden.bootstrap.installed import installed_behaviours, matcher, rulebook
from storewarden.bootstrap.notices import tell
from storewarden.bootstrap.opening import OWN_FOLDER, open_events, open_ledger, secret
from storewarden.bootstrap.sources import follow, formats_of, logs_of
from storewarden.core.errors import EstateError, Unreachable
from storewarden.core.estate import AnyLog, Estate, LogSource, Site
from storewarden.core.passed import Passed

if TYPE_CHECKING:
    from threading import Event

    from storewarden.core.alerts import Alert
    from storewarden.kernels.events.ports import EventStore
    from storewarden.notify.blocking import Bouncers
    from storewarden.streams.asked import Asked
    from storewarden.streams.assembly import Run
    from storewarden.streams.detecting import Detecting
    from storewarden.streams.figures import Figures
    from storewarden.streams.parsing import Surroundings


def watch(estate: Estate, how: "Asked", nightly: Callable[[], None] = lambda: None) -> Passed:
    """Watch every log of the estate until it is asked to stop; returns what passed.

    ``nightly`` is called every few minutes; it knows itself when there is something to do.

    Raises `AlreadyRunning`, `EstateError`, `EventStoreError`, `LedgerError`, `PatternError`,
    `SecretMissing` and `Unreachable`.
    """
    from storewarden.bootstrap.polling import polling
    from storewarden.engine import lock
    from storewarden.streams.asked import CHORES, TELL
    from storewarden.streams.chores import every
    from storewarden.streams.figures import Figures

    folder, figures = estate.root / OWN_FOLDER, Figures()
    with ExitStack() as opened:
        opened.enter_context(lock.only_one(folder / "watch.lock", now(), "watch"))
        store = opened.enter_context(open_events(estate))
        block, bouncers = blocking_desk(estate, figures, opened)
        run = _assembled(estate, store, how, block, figures)
        opened.enter_context(every(CHORES, lambda: store.tidy(now()), figures.remark))
        opened.enter_context(every(CHORES, nightly, figures.remark))
        opened.enter_context(every(TELL, lambda: tell(estate, figures.remark), figures.remark))
        doors = opened.enter_context(ExitStack())
        if not how.once:
            _receive(estate, run, bouncers, doors)
            opened.enter_context(polling(estate, figures.remark))
        done = run.once(how.stop) if how.once else run.until(how.stop, doors.close)
    if not done:
        raise Unreachable("some events could not be kept in time; they are read again next time")
    return figures.passed()


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
    from storewarden.engine.alarms import alarm, quietened
    from storewarden.streams.assembly import Parts, assembled
    from storewarden.streams.memory import Memory
    from storewarden.streams.parsing import parser
    from storewarden.streams.ports import Outlets
    from storewarden.streams.status import Status

    folder, ledger = estate.root / OWN_FOLDER, open_ledger(estate)
    ledger.update(lambda known: quietened(known, now()))
    logs = logs_of(estate)
    memory, status = Memory(folder / "watch.sqlite3"), Status(folder / "watch.json", now)

    def report(alerts: "Sequence[Alert]") -> None:
        ledger.update(lambda known: alarm(known, alerts, estate, now()))

    def announce(alert: "Alert") -> None:
        how.announce(alert)
        block(alert)

    def beat(figures: "Figures") -> None:
        status.write(figures)
        how.show(figures.passed())

    files = [log for log in logs if isinstance(log, LogSource)]
    formats = {**_received(estate, logs), **formats_of(logs)}
    return assembled(
        Parts(
            logs=logs,
            follow=lambda log, at: follow(estate, log, at, store, once=how.once),
            parse=parser(files, formats, _surroundings(estate)),
            detector=lambda remark: detector(estate, memory.secret(), remark),
            outlets=Outlets(store, report, announce),
            figures=figures,
            memory=memory,
            beat=beat,
        )
    )


def _received(estate: Estate, logs: "Sequence[AnyLog]") -> dict[str, str]:
    """The formats of what is sent to us; raises `EstateError`."""
    from storewarden.streams.parsing import JSON, SYSLOG

    wanted = estate.ingest
    formats = dict.fromkeys(wanted.tokens, JSON)
    if wanted.syslog_udp or wanted.syslog_tcp or wanted.syslog_tls:
        formats[wanted.syslog_source] = SYSLOG
    both = formats.keys() & {log.id for log in logs}
    if both:
        names = ", ".join(sorted(both))
        raise EstateError(f"[ingest] receives {names}, but [logs] follows a log of that name")
    return formats


def _receive(estate: Estate, run: "Run", bouncers: "Bouncers | None", opened: ExitStack) -> None:
    """Open the doors that the estate names."""
    from storewarden.connectors.logs.http_ingest import Answer, Asked, Ingest, serving
    from storewarden.connectors.logs.syslog import Doors, receiving

    wanted, inbox, figures = estate.ingest, run.inbox, run.figures

    def dropped(source: str, lines: int) -> None:
        figures.add(source, dropped=lines)

    def answer(asking: Asked) -> Answer:
        return Answer(*handed_out(bouncers, asking.query, asking.headers))

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


def detector(estate: Estate, key: bytes, remark: Callable[[str], None]) -> "Detecting":
    """Patterns, windows and rules behind one face; each log has windows of its own."""
    from storewarden.kernels.windows import Settings, Windows
    from storewarden.streams.detecting import Detecting, Stage
    from storewarden.streams.stages.apart import Apart
    from storewarden.streams.stages.probes import Probes
    from storewarden.streams.stages.rules import Rules

    found, behaviours = matcher(), installed_behaviours()

    def windows(source: str, remembered: bytes | None) -> Windows:
        log = estate.asset(source)
        site = estate.asset(log.site or "") if isinstance(log, AnyLog) else None
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
        "rules": Rules(book.rules, lambda: book.rules if book.refresh() else None, microseconds),
    }
    return Detecting(found.match, stages, remark)


def _surroundings(estate: Estate) -> "Surroundings":
    from storewarden.streams.parsing import Surroundings

    moment = now().astimezone().utcoffset()
    zone = 0 if moment is None else round(moment.total_seconds() / 60)
    return Surroundings(microseconds, zone, estate.ingest.trusted_proxies)
