"""Does a page request show up in the site's access log, at once and whole?

*Why it matters.* Everything that is seen in logs, and every look back after a theft, begins with
the access log. One that is off, or writes minutes later, is noticed on the worst day. One that
leaves out what follows the question mark hides the attacks that stand there.

*How to put it right.* Turn the access log on in the web server (`access_log` in nginx, `CustomLog`
in Apache, `--access-logfile` in gunicorn), name its file with `site` under `[logs]` in
`storewarden.toml`, write the whole request line, and let it be flushed within 5 seconds (nginx:
no `buffer=`, or `flush=1s`). Behind a cache or a content network, log there too.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.logs import PageTrace

_IN_TIME: Final = 5.0


def judge(traces: Sequence[PageTrace]) -> Iterator[Verdict]:
    """Say for each marked request whether it was found again, and how soon."""
    for trace in traces:
        yield _found(trace) if trace.found_in else _missing(trace)


def _found(trace: PageTrace) -> Verdict:
    if not trace.with_query:
        said = f"a page request is written to {trace.found_in} without what follows its `?`"
        return bad(trace.page, said, severity=Severity.LOW)
    if trace.seconds > _IN_TIME:
        said = f"a page request is written to {trace.found_in} later than {_IN_TIME:g} s after it"
        return bad(trace.page, said, f"after {trace.seconds:g} s", severity=Severity.LOW)
    return good(trace.page, f"a page request is written to {trace.found_in} in time")


def _missing(trace: PageTrace) -> Verdict:
    if not trace.logs:
        return unknown(trace.page, "no access log is named for this site")
    said = f"a page request is written to no access log of this site in {trace.watched_seconds:g} s"
    return bad(trace.page, said, f"watched: {', '.join(trace.logs)}")


CHECK = Check(
    asks=PageTrace,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 10.2.1", "OWASP A09:2021"),
)
