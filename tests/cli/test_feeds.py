"""Lists are fetched, aged, carried and judged; what goes wrong leaves the old ones, and is said."""

import hashlib
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cli.conftest import ESTATE, PACKAGE, Storewarden
from tests.connectors.web_servers import certificate, say, site

NOW = datetime.now(UTC)  # noqa: TID251 - the program reads the clock, and ages count from it
FEEDS = """
[feeds.kev]
format = "kev"
url = "URL/kev.json"
[feeds.osv]
format = "osv"
path = "osv.json"
[code.shop]
path = "shop"
platform = "django-oscar"
"""
PROGRAM = """
import sys
from storewarden.bootstrap import installed
from storewarden.cli import main
whole = installed.installed_patterns
installed.installed_patterns = lambda: [p for p in whole() if p.attack == "sqli"]
main(sys.argv[1:])
"""


def entry(number: int, **more: str) -> dict[str, str]:
    return {
        "cveID": f"CVE-2026-1000{number}",
        "vendorProject": "Fern",
        "product": "Till",
        "vulnerabilityName": "Till",
        "dateAdded": "2026-06-01",
        "requiredAction": "Upgrade",
        "dueDate": "2026-06-20",
        "knownRansomwareCampaignUse": "Unknown",
        **more,
    }


class Publisher:
    """Publishes a catalogue, and remembers how often it was asked for."""

    def __init__(self) -> None:
        self.body = b""
        self.asked: list[int] = []
        self.publish(entry(1))

    def publish(self, *entries: dict[str, str], at: datetime = NOW) -> None:
        self.body = json.dumps(
            {"dateReleased": at.isoformat(), "count": len(entries), "vulnerabilities": entries}
        ).encode()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        mark = f'"{hashlib.sha256(self.body).hexdigest()}"'
        same = handler.headers.get("If-None-Match") == mark
        self.asked.append(304 if same else 200)
        body = b"" if same else self.body
        say(handler, body, self.asked[-1], "application/json", (("ETag", mark),))


@pytest.fixture
def publisher(home: Path) -> Iterator[Publisher]:
    there = Publisher()
    with site(there.handle) as url:
        (home / "storewarden.toml").write_text(ESTATE + FEEDS.replace("URL", url), "utf-8")
        write_osv(home, "2.0")
        (home / "shop").mkdir()
        (home / "shop" / "requirements.txt").write_text("fern-till==1.0\n", "utf-8")
        yield there


def write_osv(home: Path, fixed: str) -> None:
    package = {"ecosystem": "PyPI", "name": "fern-till"}
    events = [{"introduced": "0"}, {"fixed": fixed}]
    record = {
        "id": "FERN-1",
        "modified": NOW.isoformat(),
        "aliases": ["CVE-2026-10002"],
        "affected": [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}],
    }
    (home / "osv.json").write_text(json.dumps(record), "utf-8")


def test_the_first_update_tells_counts_and_the_second_that_nothing_changed(
    storewarden: Storewarden, publisher: Publisher
) -> None:
    first = storewarden("feeds", "update", "--no-check")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == ["kev: 1 entries, 1 new", "osv: 1 entries, 1 new"]
    again = storewarden("feeds", "update", "--no-check")
    assert again.out.splitlines() == ["kev: unchanged, 1 entries", "osv: unchanged, 1 entries"]
    assert publisher.asked == [200, 304]


def test_what_changed_is_said_in_words(storewarden: Storewarden, publisher: Publisher) -> None:
    publisher.publish(entry(1), entry(2), entry(3))
    storewarden("feeds", "update", "kev", "--no-check")
    moved = entry(2, dueDate="2026-06-10", knownRansomwareCampaignUse="Known")
    publisher.publish(entry(1), moved, entry(4))
    told = storewarden("feeds", "update", "kev", "--no-check")
    due = "due date 2026-06-20 -> 2026-06-10"
    assert told.out.splitlines() == [
        "kev: 3 entries, 1 new, 1 changed, 1 removed",
        f"  CVE-2026-10002 changed: {due}; ransomware use not said -> yes",
        "  CVE-2026-10004 new: Till",
        "  CVE-2026-10003 removed",
    ]


@pytest.mark.parametrize(
    ("body", "because"),
    [
        (b"<!DOCTYPE html>", "kev: 127.0.0.1 sent a web page, not a list"),
        (b'{"dateReleased": "2026', "kev.json is broken: it is not JSON"),
        (b"", "kev: 127.0.0.1 sent nothing"),
    ],
)
def test_what_is_no_list_leaves_the_old_one_and_is_said(
    storewarden: Storewarden, publisher: Publisher, body: bytes, because: str
) -> None:
    storewarden("feeds", "update", "--no-check")
    publisher.body = body
    told = storewarden("feeds", "update", "kev", "--no-check")
    assert (told.code, told.out) == (3, "")
    assert told.err == f"storewarden: kev: {because}; the 1 entries of before stay in force\n"
    status = storewarden("feeds", "status")
    assert status.code == 0
    lines = status.out.splitlines()
    assert lines[0] == "kev (kev): 1 entries, 0 days old, limit 7"
    assert lines[1].endswith(f": {because}")


def test_an_older_catalogue_is_refused_unless_it_is_wanted(
    storewarden: Storewarden, publisher: Publisher
) -> None:
    storewarden("feeds", "update", "kev", "--no-check")
    publisher.publish(entry(2), at=NOW - timedelta(days=3))
    told = storewarden("feeds", "update", "kev", "--no-check")
    assert (told.code, "older than the one in force" in told.err) == (3, True)
    assert storewarden("feeds", "update", "kev", "--anyway", "--no-check").code == 0


def test_past_its_limit_a_list_is_unknown_and_not_clean(
    storewarden: Storewarden, home: Path, publisher: Publisher
) -> None:
    assert publisher.asked == []
    before = storewarden("feeds", "status")
    assert before.code == 1
    assert before.out.splitlines()[0] == "kev (kev): unknown: it was never read"
    old = json.loads((home / "osv.json").read_text("utf-8"))
    old["modified"] = "2026-01-01T00:00:00Z"
    (home / "osv.json").write_text(json.dumps(old), "utf-8")
    storewarden("feeds", "update", "--no-check")
    status = storewarden("feeds", "status")
    assert status.code == 1
    assert (
        "its answers are unknown, not clean: it is of 2026-01-01, older than 7 days" in status.out
    )
    told = [json.loads(line) for line in storewarden("feeds", "status", "--json").out.splitlines()]
    assert [(one["feed"], one["entries"], bool(one["unknown"])) for one in told] == [
        ("kev", 1, False),
        ("osv", 1, True),
    ]


def test_an_unknown_list_and_an_estate_without_lists_are_told(
    storewarden: Storewarden, home: Path
) -> None:
    assert storewarden("feeds", "status").code == 1
    assert storewarden("feeds", "update").code == 3
    none = storewarden("feeds", "update", "nope")
    assert (none.code, none.err) == (
        2,
        "storewarden: 'nope' is no list of the estate file; it names: none\n",
    )
    text = ESTATE + '[feeds.f]\nformat = "kve"\npath = "x"\n'
    (home / "storewarden.toml").write_text(text, "utf-8")
    odd = storewarden("feeds", "status")
    assert (odd.code, "did you mean" in odd.err) == (2, True)


def test_a_missing_key_is_said_and_never_shown(storewarden: Storewarden, home: Path) -> None:
    feed = '[feeds.wp]\nformat = "wordfence"\nurl = "http://127.0.0.1:9/x"\nkey_env = "WF_KEY"\n'
    (home / "storewarden.toml").write_text(ESTATE + feed, "utf-8")
    told = storewarden("feeds", "update")
    assert (told.code, told.err) == (
        3,
        "storewarden: wp: environment variable WF_KEY is not set\n",
    )


def test_lists_are_carried_and_keep_their_age(
    storewarden: Storewarden, home: Path, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.publish(entry(1), entry(2))
    storewarden("feeds", "update", "--no-check")
    carried = tmp_path / "lists.zip"
    assert storewarden("feeds", "export", str(carried)).out == f"{carried} carries kev\n"
    assert storewarden("feeds", "export", str(carried)).code == 3  # it never overwrites
    book = home / ".storewarden"
    for file in book.glob("advisories.sqlite3*"):
        file.unlink()
    told = storewarden("feeds", "import", str(carried), "--no-check")
    assert (told.code, told.out) == (0, "kev: 2 entries, 2 new\n")
    assert storewarden("feeds", "status").out.splitlines()[0] == (
        "kev (kev): 2 entries, 0 days old, limit 7"
    )


def test_a_bundle_that_does_not_fit_is_refused(
    storewarden: Storewarden, publisher: Publisher, tmp_path: Path
) -> None:
    storewarden("feeds", "update", "--no-check")
    carried, forged = tmp_path / "lists.zip", tmp_path / "forged.zip"
    storewarden("feeds", "export", str(carried))
    with zipfile.ZipFile(carried) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content if name == "manifest.json" else content + b" ")
    publisher.publish(entry(1), entry(2), at=NOW)
    told = storewarden("feeds", "import", str(forged), "--no-check")
    assert told.code == 3
    assert "kev in the bundle does not fit its checksum: not taken over" in told.err
    carried.write_bytes(carried.read_bytes()[:-40])
    cut = storewarden("feeds", "import", str(carried))
    assert (cut.code, "is not a bundle of lists, or is cut off" in cut.err) == (3, True)


@pytest.mark.slow  # what is silent is asked three times, with waits
def test_a_mirror_of_our_own_is_asked_by_tls_that_is_checked(
    storewarden: Storewarden, home: Path
) -> None:
    there = Publisher()
    public, tls = certificate(home, "127.0.0.1")
    with site(there.handle, tls) as url:
        feed = '[feeds.kev]\nformat = "kev"\nurl = "https://127.0.0.1:9/kev.json"\n'
        mirror = f'{feed}mirrors = ["{url}/kev.json"]\n'
        (home / "storewarden.toml").write_text(ESTATE + mirror, "utf-8")
        refused = storewarden("feeds", "update", "--no-check")
        assert refused.code == 3
        assert "its TLS certificate is not good" in refused.err
        trusted = f'{mirror}ca_file = "{public.name}"\n'
        (home / "storewarden.toml").write_text(ESTATE + trusted, "utf-8")
        assert storewarden("feeds", "update", "--no-check").out == "kev: 1 entries, 1 new\n"


def findings(storewarden: Storewarden) -> list[dict[str, object]]:
    told: list[dict[str, object]] = json.loads(
        storewarden("findings", "--step", "3", "--format", "json").out
    )["findings"]
    return told


@pytest.mark.slow
def test_news_of_what_we_run_is_a_finding_right_after_the_update(
    storewarden: Storewarden, publisher: Publisher
) -> None:
    storewarden("feeds", "update")
    known = {one["check"] for one in findings(storewarden)}
    assert "exploited_component" not in known
    publisher.publish(entry(1), entry(2))
    begun = time.monotonic()
    assert storewarden("feeds", "update").code == 0
    found = [one for one in findings(storewarden) if one["check"] == "exploited_component"]
    assert [(one["asset"], one["owner"], one["state"]) for one in found] == [("shop", "ben", "new")]
    assert time.monotonic() - begun < 30  # under 5 s on a quiet machine


@pytest.mark.slow
def test_the_watch_makes_news_a_finding_at_its_default_pace(
    storewarden: Storewarden, home: Path, publisher: Publisher
) -> None:
    storewarden("feeds", "update")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "watch"],
        cwd=home,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONPATH": PACKAGE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as watch:
        try:
            wait_for(lambda: len(publisher.asked) > 2, 200)
            publisher.publish(entry(1), entry(2))
            took = wait_for(lambda: exploited(storewarden), 200)
        finally:
            watch.terminate()
            watch.wait(30)
    assert took < 90  # under 60 s on a machine that does nothing else


def exploited(storewarden: Storewarden) -> bool:
    return any(one["check"] == "exploited_component" for one in findings(storewarden))


def wait_for(come: Callable[[], bool], seconds: float) -> float:
    begun = time.monotonic()
    while not come():
        assert time.monotonic() - begun < seconds
        time.sleep(0.5)
    return time.monotonic() - begun
