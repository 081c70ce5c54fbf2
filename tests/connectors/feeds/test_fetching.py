"""Lists are fetched politely, checked, and kept whole or not at all; a real server answers."""

import base64
import gzip
import hashlib
import io
import json
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storewarden.connectors.feeds.fetching import Place, Politeness, Shelf, fetch
from storewarden.connectors.feeds.fetching.bounded import Budget
from storewarden.connectors.feeds.fetching.opening import documents_in, files_below
from storewarden.connectors.web.client import Limits, web_for
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedState, Fetched, Way
from tests.connectors.web_servers import say, site

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
NEVER = FeedState("f", "osv")
READ = FeedState("f", "osv", fetched=NOON)
Headers = tuple[tuple[str, str], ...]


@dataclass
class Publisher:
    """Serves what a test puts on its shelves, and remembers what it was asked."""

    pages: dict[str, list[tuple[int, bytes, Headers]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes, *headers: tuple[str, str], status: int = 200) -> None:
        self.pages.setdefault(path, []).append((status, body, headers))

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.path, {k.lower(): v for k, v in handler.headers.items()}))
        waiting = self.pages.get(handler.path.partition("?")[0], [(404, b"gone", ())])
        status, body, headers = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        marks = dict(headers)
        if "ETag" in marks and handler.headers.get("If-None-Match") == marks["ETag"]:
            status, body = 304, b""
        say(handler, body, status, headers=headers)


@dataclass
class Post:
    """A publisher, and what is needed to fetch from it."""

    publisher: Publisher
    url: str
    folder: Path
    slept: list[float] = field(default_factory=list)
    cap: int = 10_000_000

    def place(self, *paths: str, **more: object) -> Place:
        urls = [f"{self.url}{path}" for path in paths]
        return Place("f", Shelf(self.folder / "f"), urls, **more)  # type: ignore[arg-type]  # any of its fields

    def fetch(self, place: Place, state: FeedState = NEVER) -> Fetched | None:
        polite = Politeness(self.slept.append, lambda: NOON)
        limits = Limits(patience=5.0, size_cap=self.cap)
        return fetch(place, state, lambda url: web_for(url, limits=limits), polite)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    publisher = Publisher()
    with site(publisher.handle) as url:
        yield Post(publisher, url, tmp_path)


def contents(fetched: Fetched | None) -> dict[str, bytes]:
    assert fetched is not None
    return read_all(fetched.documents())


def read_all(documents: Iterator[Document] | object) -> dict[str, bytes]:
    assert hasattr(documents, "__iter__")
    found = {}
    for document in documents:
        with document.open() as opened:
            found[document.name] = opened.read()
    return found


def test_a_list_is_fetched_kept_and_asked_for_by_its_marks(post: Post) -> None:
    post.publisher.put("/a.json", b"[1]", ("ETag", '"v1"'), ("Last-Modified", "then"))
    place = post.place("/a.json", headers={"Authorization": "Bearer s3cret"})
    fetched = post.fetch(place)
    assert contents(fetched) == {"a.json": b"[1]"}
    assert fetched is not None
    assert (fetched.etag, fetched.last_modified) == ('"v1"', "then")
    assert fetched.checksum == hashlib.sha256(b"[1]").hexdigest()
    fetched.keep()
    assert read_all(place.shelf.documents()) == {"a.json": b"[1]"}
    state = FeedState("f", "osv", fetched=NOON, etag='"v1"', last_modified="then")
    assert post.fetch(place, state) is None
    sent = post.publisher.asked[-1][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"v1"', "then")
    assert sent["authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(place)
    assert read_all(place.shelf.documents()) == {"a.json": b"[1]"}


def test_another_source_shares_no_marks(post: Post) -> None:
    post.publisher.put("/a.json", b"[1]", ("ETag", '"v1"'))
    first = post.fetch(post.place("/a.json"))
    assert first is not None
    first.keep()
    post.publisher.put("/b.json", b"[2]", ("ETag", '"v1"'))
    state = FeedState("f", "osv", fetched=NOON, etag='"v1"')
    assert contents(post.fetch(post.place("/b.json"), state)) == {"b.json": b"[2]"}


def test_what_was_packed_on_the_way_stays_packed_and_opens(post: Post) -> None:
    packed = gzip.compress(b"[1]")
    post.publisher.put("/a.json", packed, ("Content-Encoding", "gzip"))
    assert contents(post.fetch(post.place("/a.json"))) == {"a.json": b"[1]"}


def test_mirrors_are_asked_in_turn_and_each_says_why_not(post: Post) -> None:
    post.publisher.put("/page", b"<!DOCTYPE html>")
    post.publisher.put("/good.json", b"[1]")
    assert contents(post.fetch(post.place("/gone", "/page", "/good.json"))) == {"gone": b"[1]"}
    with pytest.raises(Unreachable) as gone:
        post.fetch(post.place("/gone", "/page"))
    assert str(gone.value) == (
        "f: 127.0.0.1 answered 404 instead of a list; f: 127.0.0.1 sent a web page, not a list"
    )


def test_a_busy_publisher_is_asked_again_as_it_wishes(post: Post) -> None:
    post.publisher.put("/a.json", b"", ("Retry-After", "7"), status=429)
    post.publisher.put("/a.json", b"", status=503)
    post.publisher.put("/a.json", b"[1]")
    assert contents(post.fetch(post.place("/a.json"))) == {"a.json": b"[1]"}
    assert post.slept == [7.0, 4.0]


def test_a_publisher_who_wants_a_long_rest_gets_it(post: Post) -> None:
    later = "Mon, 15 Jun 2026 13:00:00 GMT"
    post.publisher.put("/a.json", b"", ("Retry-After", later), status=503)
    with pytest.raises(Unreachable, match="its publisher asks to come back in 3600 s"):
        post.fetch(post.place("/a.json"))
    assert post.slept == []


@pytest.mark.parametrize(
    ("status", "body", "because"),
    [
        (403, b"no", r"refused us \(403\): a key is missing or wrong"),
        (500, b"oops", "answered 500 instead of a list"),
        (200, b"  \n", "sent nothing"),
        (200, b"\xef\xbb\xbf <html>", "sent a web page"),
        (200, b"x" * 2_000, "sent more than what is taken of a list"),
    ],
)
def test_what_is_no_list_is_refused(post: Post, status: int, body: bytes, because: str) -> None:
    post.cap = 1_000
    post.publisher.put("/a.json", body, status=status)
    with pytest.raises(Unreachable, match=because):
        post.fetch(post.place("/a.json"))


def test_a_body_that_is_cut_off_is_refused(post: Post) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"[" * 10)

    with site(cut) as url, pytest.raises(Unreachable, match="gave no usable answer"):
        post.fetch(Place("f", Shelf(post.folder / "f"), [f"{url}/a.json"]))


def b64(kind: str, body: bytes) -> str:
    return base64.b64encode(hashlib.new(kind, body).digest()).decode()


@pytest.mark.parametrize(
    "header",
    [
        lambda body: ("Repr-Digest", f"sha-256=:{b64('sha256', body)}:"),
        lambda body: ("Content-Digest", f"sha-512=:{b64('sha512', body)}:"),
        lambda body: ("x-goog-hash", f"crc32c=AAAAAA==,md5={b64('md5', body)}"),
        lambda body: ("Content-MD5", b64("md5", body)),
    ],
)
def test_a_checksum_in_the_head_must_fit(
    post: Post, header: Callable[[bytes], tuple[str, str]]
) -> None:
    post.publisher.put("/good.json", b"[1]", header(b"[1]"))
    post.publisher.put("/bad.json", b"[1]", header(b"[2]"))
    assert contents(post.fetch(post.place("/good.json"))) == {"good.json": b"[1]"}
    with pytest.raises(Unreachable, match="does not fit its publisher"):
        post.fetch(post.place("/bad.json"))


@pytest.mark.parametrize(
    ("beside", "because"),
    [
        (hashlib.sha256(b"[2]").hexdigest().encode() + b"  a.json", "does not fit"),
        (b"no checksum here", "holds no checksum"),
        (None, "answered 404"),
    ],
)
def test_a_checksum_in_a_file_beside_it_must_fit(
    post: Post, beside: bytes | None, because: str
) -> None:
    post.publisher.put("/a.json", b"[1]")
    post.publisher.put("/good.sha512", hashlib.sha512(b"[1]").hexdigest().upper().encode())
    good = post.place("/a.json", checksum_url=f"{post.url}/good.sha512")
    assert contents(post.fetch(good)) == {"a.json": b"[1]"}
    if beside is not None:
        post.publisher.put("/bad.sha256", beside)
    with pytest.raises(Unreachable, match=because):
        post.fetch(post.place("/a.json", checksum_url=f"{post.url}/bad.sha256"))


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(f"{name}.json", text)
    return made.getvalue()


def test_of_an_osv_archive_only_the_changes_are_fetched(post: Post) -> None:
    place = post.place("/PyPI/all.zip", way=Way.CHANGES)
    post.publisher.put("/PyPI/all.zip", archive(A="old", B="same"), ("ETag", '"zip"'))
    first = "2026-06-14T00:00:00.5Z,A\n2026-06-13T00:00:00Z,B\n"
    post.publisher.put("/PyPI/modified_id.csv", first.encode(), ("ETag", '"c1"'))
    whole = post.fetch(place)
    assert contents(whole) == {"A.json": b"old", "B.json": b"same"}
    assert whole is not None
    assert not whole.part
    assert (whole.etag, whole.last_modified) == ('"c1"', "2026-06-14T00:00:00.500000+00:00")
    whole.keep()
    state = FeedState("f", "osv", fetched=NOON, etag='"c1"', last_modified=whole.last_modified)
    layer = place.shelf.layers()[0]
    os.utime(layer, (NOON.timestamp(), NOON.timestamp()))
    assert post.fetch(place, state) is None

    post.publisher.pages["/PyPI/modified_id.csv"].clear()
    later = "2026-06-15T00:00:00Z,A\n2026-06-15T00:00:00Z,C\n../../x,y\n" + first
    post.publisher.put("/PyPI/modified_id.csv", later.encode(), ("ETag", '"c2"'))
    post.publisher.put("/PyPI/A.json", b"new")
    post.publisher.put("/PyPI/C.json", b"more")
    changes = post.fetch(place, state)
    assert contents(changes) == {"A.json": b"new", "C.json": b"more"}
    assert changes is not None
    assert (changes.part, changes.etag) == (True, '"c2"')
    changes.keep()
    everything = {"A.json": b"new", "C.json": b"more", "B.json": b"same"}
    assert read_all(place.shelf.documents()) == everything
    asked = [path for path, _ in post.publisher.asked]
    assert asked.count("/PyPI/all.zip") == 1


def test_an_old_archive_is_fetched_anew(post: Post) -> None:
    place = post.place("/PyPI/all.zip", way=Way.CHANGES)
    post.publisher.put("/PyPI/all.zip", archive(A="old"))
    post.publisher.put("/PyPI/modified_id.csv", b"2026-06-14T00:00:00Z,A\n")
    whole = post.fetch(place)
    assert whole is not None
    whole.keep()
    aged = (NOON - timedelta(days=8)).timestamp()
    os.utime(place.shelf.layers()[0], (aged, aged))
    state = FeedState("f", "osv", fetched=NOON, last_modified="2026-06-13T00:00:00+00:00")
    again = post.fetch(place, state)
    assert again is not None
    assert not again.part


def test_an_archive_without_a_list_of_changes_is_asked_for_by_its_marks(post: Post) -> None:
    place = post.place("/own/all.zip", way=Way.CHANGES)
    post.publisher.put("/own/all.zip", archive(A="1"), ("ETag", '"z"'))
    whole = post.fetch(place)
    assert whole is not None
    whole.keep()
    assert post.fetch(place, FeedState("f", "osv", fetched=NOON, etag='"z"')) is None


HOUR = "%3A00%3A00.000%2B00%3A00"


def day(number: int) -> str:
    return f"2026-06-{number}"


def nvd_page(total: int, *names: str) -> bytes:
    items = [{"cve": {"id": name}} for name in names]
    head = {"totalResults": total, "resultsPerPage": len(names), "startIndex": 0}
    return json.dumps({**head, "vulnerabilities": items}).encode()


def test_pages_are_fetched_to_the_end_and_later_only_what_changed(post: Post) -> None:
    place = post.place("/cves/2.0", way=Way.PAGES, headers={"apiKey": "s3cret"})
    post.publisher.put("/cves/2.0", nvd_page(3, "CVE-1-1", "CVE-1-2"))
    post.publisher.put("/cves/2.0", nvd_page(3, "CVE-1-3"))
    post.publisher.put("/cves/2.0", nvd_page(1, "CVE-1-2"))
    post.publisher.put("/cves/2.0", nvd_page(0))
    whole = post.fetch(place)
    assert list(contents(whole)) == ["page-0000.json", "page-0001.json"]
    assert whole is not None
    whole.keep()
    changed = post.fetch(place, FeedState("f", "nvd", fetched=NOON - timedelta(days=2)))
    assert changed is not None
    assert changed.part
    assert post.fetch(place, FeedState("f", "nvd", fetched=NOON)) is None
    window = f"lastModStartDate={day(13)}T11{HOUR}&lastModEndDate={day(15)}T12{HOUR}"
    assert [path.partition("?")[2] for path, _ in post.publisher.asked[1:3]] == [
        "resultsPerPage=2000&startIndex=2",
        f"{window}&resultsPerPage=2000&startIndex=0",
    ]
    assert post.publisher.asked[0][1]["apikey"] == "s3cret"


def test_endless_pages_are_given_up(post: Post) -> None:
    post.publisher.put("/cves/2.0", nvd_page(10**9))
    with pytest.raises(Unreachable, match="goes on for more than"):
        post.fetch(post.place("/cves/2.0", way=Way.PAGES))


def test_a_file_of_ours_is_read_where_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.json").write_bytes(b"1")
    (folder / "b.json.gz").write_bytes(gzip.compress(b"2"))
    (folder / "README.md").write_bytes(b"not a list")
    (folder / "c.json").symlink_to(tmp_path / "elsewhere.json")
    (tmp_path / "elsewhere.json").write_bytes(b"3")
    os.utime(folder / "deep" / "a.json", (NOON.timestamp(), NOON.timestamp()))
    os.utime(folder / "b.json.gz", (0, 0))
    place = Place("f", Shelf(tmp_path / "shelf"), path=folder)
    polite = Politeness(lambda _s: None, lambda: NOON)
    fetched = fetch(place, NEVER, web_for, polite)
    assert contents(fetched) == {"b.json.gz": b"2", "deep/a.json": b"1"}
    assert fetched is not None
    assert fetched.as_of == NOON
    state = FeedState("f", "osv", fetched=NOON, etag=fetched.etag)
    assert fetch(place, state, web_for, polite) is None
    (folder / "d.json").write_bytes(b"4")
    assert fetch(place, state, web_for, polite) is not None


@pytest.mark.parametrize("odd", ["pipe", "socket"])
def test_what_might_never_end_is_no_list(tmp_path: Path, odd: str) -> None:
    place = tmp_path / odd
    if odd == "pipe":
        os.mkfifo(place)
    else:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(os.path.relpath(place))
    with pytest.raises(Unreachable, match=f"{odd} is no plain file: it might never end"):
        files_below(place)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="gone is not there"):
        files_below(tmp_path / "gone")


def bomb(tmp_path: Path) -> Path:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(3):
            made.writestr(f"{number}.json", b"0" * 30_000_000)
    return packed


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (gzip.compress(b"[1]" * 9_999)[:-9], "is broken or cut off"),
        (b"PK\x03\x04 and no more", "is broken or cut off"),
        (gzip.compress(b"0" * 70_000_000), "unpacks to more than"),
        (None, "unpacks to more than"),
    ],
)
def test_bombs_and_broken_archives_are_refused(
    tmp_path: Path, content: bytes | None, because: str
) -> None:
    path = bomb(tmp_path) if content is None else tmp_path / "a.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreachable, match=because):
        read_all(documents_in([("f", path)]))


def test_a_zip_that_lies_about_its_sizes_is_stopped_while_it_unpacks() -> None:
    budget = Budget(1_000, "f")
    for _ in range(67):
        budget.spend(1_000_000)
    with pytest.raises(Unreachable, match="f unpacks to more than 67108864 bytes"):
        budget.spend(1_000_000)


def test_a_half_written_list_is_never_in_force(post: Post) -> None:
    post.publisher.put("/a.json", b"[1]")
    place = post.place("/a.json")
    first = post.fetch(place)
    assert first is not None
    first.keep()
    post.publisher.put("/a.json", b"[2]")
    second = post.fetch(place)
    assert second is not None
    second.drop()
    assert read_all(place.shelf.documents()) == {"a.json": b"[1]"}
    assert sorted(path.name for path in post.folder.iterdir()) == ["f"]
