"""What discovery makes of what it is shown; the file that it writes always loads."""

import gzip
import os
import resource
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.bootstrap import installed
from storewarden.connectors.web.client import Webs
from storewarden.core.errors import EstateError, Unreachable
from storewarden.core.estate import CodeTree, Database, Estate, LogSource, Role, Site
from storewarden.core.ports import Request, Response, Web
from storewarden.core.secret_ref import SecretRef
from storewarden.engine.discovery import look, write_new
from storewarden.engine.estate_file import load, parse

RECOGNISERS = installed.installed_recognisers()
WP = {"wp-includes/version.php": "$wp_version = '6.1.9';", "wp-admin/x": "", "wp-settings.php": ""}
WOO = {"wp-content/plugins/woocommerce/woocommerce.php": "/**\n * Version: 8.2.1\n */"}
COMBINED = (
    '192.0.2.7 - - [08/Jun/2026:06:49:01 +0000] "GET /?a=\\"b HTTP/1.1" 200 803 "-" "Mozilla/5.0"'
)


class Pages:
    """A web that answers every request in the same way."""

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.answer = answer

    def send(self, request: Request) -> Response:
        return self.answer(request)

    def visitor(self) -> Web:
        return self


def silent(request: Request) -> Response:
    raise Unreachable(f"{request.url} was silent for 10 s")


def looked(
    root: Path, *what: str, answer: Callable[[Request], Response] = silent
) -> tuple[Estate, str]:
    text = look(what, root=root, recognisers=RECOGNISERS, visit=lambda _: Pages(answer))
    return parse(text, file="storewarden.toml", root=root), text


def planted(root: Path, tree: dict[str, str]) -> Path:
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def a_database(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE t (a)")


def real_visit(root: Path) -> Callable[[Site], Web]:
    def visit(site: Site) -> Web:
        return Webs(Estate(name="t", owner="t", root=root, assets=(site,))).to(site)

    return visit


class Shop(BaseHTTPRequestHandler):
    """A real shop's front page; under its other name it leads out of scope."""

    def do_GET(self) -> None:
        if self.headers["Host"].startswith("localhost"):
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/elsewhere")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Set-Cookie", "oscar_open_basket=1; Path=/")
        self.end_headers()
        self.wfile.write(b"<link rel=stylesheet href=/static/oscar/css/styles.css>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_shown_nothing_it_writes_a_file_that_only_needs_names(tmp_path: Path) -> None:
    estate, text = looked(tmp_path)
    assert (estate.name, estate.owner, estate.assets) == ("My shop", "you", ())
    assert "# could not tell: what your firm is called" in text
    assert '# payments = "you"' in text


def test_a_real_site_is_recognised_over_the_real_client(tmp_path: Path, shop: str) -> None:
    text = look([f"{shop}/"], root=tmp_path, recognisers=RECOGNISERS, visit=real_visit(tmp_path))
    assert parse(text, file="s", root=tmp_path).assets == (
        Site(id="site", url=shop, role=Role.SHOP, platform="django-oscar"),
    )
    assert "# its front page shows django-oscar (version unknown)" in text
    assert "# consent = true" in text


def test_a_redirect_to_somebody_else_is_not_followed(tmp_path: Path, shop: str) -> None:
    moved = shop.replace("127.0.0.1", "localhost")
    text = look([moved], root=tmp_path, recognisers=RECOGNISERS, visit=real_visit(tmp_path))
    assert parse(text, file="s", root=tmp_path).assets == (Site(id="localhost", url=moved),)
    assert "# could not tell: the platform: its front page (answer 302) shows none" in text


def test_a_silent_site_is_written_down_with_the_reason(tmp_path: Path) -> None:
    estate, text = looked(tmp_path, "https://www.fern-field.example/shop?x=1")
    assert estate.assets == (Site(id="fern-field", url="https://www.fern-field.example"),)
    assert estate.name == "www.fern-field.example"
    assert (
        "# could not tell: the platform, because the site could not be looked at:"
        " / was silent for 10 s"
    ) in text
    assert "# a site is its root: what followed the host in the address was left out" in text


def test_shop_and_cms_on_one_site_are_a_suite(tmp_path: Path) -> None:
    said = '<meta name="generator" content="{}">'
    body = (said.format("WordPress 6.1.9") + said.format("WooCommerce 8.2.1")).encode()
    estate, text = looked(
        tmp_path,
        "http://shop.example",
        answer=lambda _: Response(200, "https://shop.example/", {}, body),
    )
    assert estate.assets == (
        Site(id="shop", url="https://shop.example", role=Role.SUITE, platform="woocommerce"),
    )
    assert "# its front page shows wordpress 6.1.9 and woocommerce 8.2.1" in text


def test_a_password_in_a_web_address_is_left_out(tmp_path: Path) -> None:
    estate, text = looked(tmp_path, "https://ada:hunter2@shop.example/")
    assert estate.assets == (Site(id="shop", url="https://shop.example"),)
    assert "hunter2" not in text
    assert "# a user name and password in the address were left out" in text


def test_two_sites_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    estate, _ = looked(tmp_path, "https://shop.example", "https://shop.test", "https://shop.test")
    assert [(asset.id) for asset in estate.assets] == ["shop", "shop_2"]


def test_a_folder_is_looked_through(tmp_path: Path) -> None:
    planted(tmp_path / "www", WP | WOO)
    planted(tmp_path / "www/old-blog", WP | {"wp-includes/version.php": "$wp_version = '5.1';"})
    planted(tmp_path / "www/var/log", {"shop-access.log": f"{COMBINED}\n" * 3})
    planted(tmp_path / "www/node_modules/x", {"y.log": COMBINED})
    a_database(tmp_path / "www/data/shop.sqlite3")
    (tmp_path / "www/data/fake.db").write_text("no database")
    estate, text = looked(tmp_path, "www")
    assert estate.assets == (
        CodeTree(id="www_code", path=tmp_path / "www", platform="woocommerce"),
        CodeTree(id="old-blog_code", path=tmp_path / "www/old-blog", platform="wordpress"),
        Database(id="shop_db", path=tmp_path / "www/data/shop.sqlite3"),
        LogSource(id="shop-access", path=tmp_path / "www/var/log/shop-access.log"),
    )
    assert 'path = "www/data/shop.sqlite3"' in text
    assert "# its files show wordpress 6.1.9 and woocommerce 8.2.1" in text


def test_an_unknown_folder_is_a_code_tree_with_an_open_question(tmp_path: Path) -> None:
    planted(tmp_path / "stuff", {"notes.txt": "wagtail"})
    estate, text = looked(tmp_path, "stuff")
    assert estate.assets == (CodeTree(id="stuff_code", path=tmp_path / "stuff"),)
    assert "# could not tell: its platform: no file of it shows one that we know" in text


def test_links_and_pipes_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    a_database(tmp_path / "outside.sqlite3")
    folder = planted(tmp_path / "www", {"index.txt": ""})
    (folder / "in.sqlite3").symlink_to(tmp_path / "outside.sqlite3")
    (folder / "ring").symlink_to(folder)
    os.mkfifo(folder / "pipe.log")
    estate, _ = looked(tmp_path, "www")
    assert [asset.kind for asset in estate.assets] == ["code"]


def test_a_folder_of_very_many_logs_gives_the_first_twenty(tmp_path: Path) -> None:
    planted(tmp_path / "logs", {f"a{number}.log": COMBINED for number in range(23)})
    estate, text = looked(tmp_path, "logs")
    assert sum(asset.kind == "log" for asset in estate.assets) == 20
    assert f"# could not tell: 3 more logs in {tmp_path}/logs were left out" in text


PG, MY = "PostgreSQL", "MySQL or MariaDB"


@pytest.mark.parametrize(
    ("dsn", "id_", "variable", "seen"),
    [
        ("postgresql://u:hunter2@db.internal:5432/shop", "shop_db", "SHOP_DSN", f"{PG} on db.inte"),
        ("postgres://db.internal/erp_db", "erp_db", "ERP_DSN", f"{PG} on db.internal; you gave"),
        ("mysql+pymysql://root:hunter2@10.0.0.5/shop", "shop_db", "SHOP_DSN", f"{MY} on 10.0.0.5;"),
        ("mariadb://u:hunter2@h/shop?password=hunter2", "shop_db", "SHOP_DSN", f"{MY} on h; you"),
        ("postgres://u:pa@hunter2/word@h/db", "database", "DATABASE_DSN", f"{PG}; you gave"),
        ("postgres://u:1#hunter2@h/db", "database", "DATABASE_DSN", f"{PG}; you gave"),
        ("host=h dbname=shop password=hunter2", "database", "DATABASE_DSN", f"{PG}; you gave"),
        ("postgres://u:hunter2@[::1/db", "database", "DATABASE_DSN", f"{PG}; you gave"),
    ],
)
def test_a_database_address_is_never_written(
    tmp_path: Path, dsn: str, id_: str, variable: str, seen: str
) -> None:
    estate, text = looked(tmp_path, dsn)
    assert estate.assets == (Database(id=id_, dsn=SecretRef(env=variable)),)
    assert "hunter2" not in text
    assert dsn not in text
    assert seen in text
    assert f"# set the environment variable {variable} to that address" in text


def test_a_sqlite_address_is_its_file(tmp_path: Path) -> None:
    estate, _ = looked(tmp_path, "sqlite:///shop.sqlite3", "sqlite:////srv/erp.db")
    assert estate.assets == (
        Database(id="shop_db", path=tmp_path / "shop.sqlite3"),
        Database(id="erp_db", path=Path("/srv/erp.db")),
    )


def test_a_database_that_we_cannot_read_stands_as_a_comment(tmp_path: Path) -> None:
    estate, text = looked(tmp_path, "mongodb://u:hunter2@h/shop")
    assert estate.assets == ()
    assert "# could not tell: a database of the kind 'mongodb': not one that we can read" in text
    assert "hunter2" not in text


JSON = '{"time": "2026-06-08T06:49:01Z", "status": 200}'
VHOST = COMBINED.replace("192.0.2.7", "shop.example:443 192.0.2.7")
LOGS = [
    (COMBINED, "combined", "an access log of nginx, Apache or gunicorn"),
    (f"{COMBINED} 0.003", "combined", "an access log with a request time at the end"),
    (f'{COMBINED} "-" 12', "combined", "an access log with a request time at the end"),
    (VHOST, "vhost_combined", "an access log that begins with the site's name"),
    (COMBINED.rsplit(' "-"', 1)[0], "common", "an access log without visitors' programs"),
    (JSON, "json", "one JSON object a line"),
    ("Sep  5 16:13:46 web1 sshd[2869]: Failed password for ada", "syslog", "a log of syslog"),
    ("<34>1 2026-10-11T22:14:15.003Z web1 su - ID47 - 'su' failed", "syslog", "a log of syslog"),
    ("[2026-06-08 06:49:01 +0000] [12] [INFO] Booting", "gunicorn_error", "gunicorn's own log"),
    (
        "2026-06-08T06:49:01+00:00 ERROR Error: Your card was declined.",
        "woocommerce",
        "a log of WooCommerce or one of its gateways",
    ),
    (
        "[2026-06-08T06:49:01.123456+00:00] main.CRITICAL: Transaction has been declined. [] []",
        "magento",
        "a log in monolog's lines, as Magento writes them",
    ),
    (
        "[2026-06-08 06:49:01] report.INFO: x [] []",
        "magento",
        "a log in monolog's lines, as Magento writes them",
    ),
]


@pytest.mark.parametrize(("line", "name", "seen"), LOGS)
@pytest.mark.parametrize("packed", [False, True])
def test_the_format_of_a_log_is_told_by_its_first_lines(
    tmp_path: Path, line: str, name: str, seen: str, *, packed: bool
) -> None:
    content = f"{line}\n\n{line}\n".encode() * 2_000
    path = tmp_path / ("access.log.gz" if packed else "access.log")
    path.write_bytes(gzip.compress(content) if packed else content)
    estate, text = looked(tmp_path, path.name)
    assert estate.assets == (LogSource(id="access", path=path, format=name),)
    assert f"# {seen}\n" in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"one\ntwo\n",
        b"\x00" * 200_000,
        b"x" * 3_000_000,
        b"\x1f\x8b\x08broken",
        gzip.compress(b"\x00" * 50_000_000, mtime=0),
        b"[" * 60_000,
        b'"' * 60_000,
        (b"a " * 30_000) + b"\n",
        b"\xff\xfe\n" * 100,
    ],
)
def test_a_log_of_no_known_format_is_taken_as_plain_lines(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.log").write_bytes(content)
    estate, text = looked(tmp_path, "odd.log")
    assert estate.assets == (LogSource(id="odd", path=tmp_path / "odd.log", format="lines"),)
    assert "# could not tell: its format; it is taken as plain lines" in text


def test_a_log_belongs_to_the_only_site(tmp_path: Path) -> None:
    planted(tmp_path, {"access.log": COMBINED})
    estate, _ = looked(tmp_path, "access.log", "https://shop.example")
    assert estate.asset("access") == LogSource("access", tmp_path / "access.log", site="shop")


def test_what_is_nothing_that_we_know_stands_as_a_comment(tmp_path: Path) -> None:
    planted(tmp_path, {"letter.txt": "Dear Ada"})
    os.mkfifo(tmp_path / "pipe")
    estate, text = looked(tmp_path, "gone", "letter.txt", "pipe", "", "a:b@c", "http://[::1")
    assert estate.assets == ()
    assert [line for line in text.splitlines() if line.startswith("# could not tell")][2:] == [
        "# could not tell: what 'gone' is: no file or folder, no web address (https://...)",
        "# could not tell: what 'letter.txt' is: no log or database that we know",
        "# could not tell: what 'pipe' is: neither a file nor a folder",
        "# could not tell: what '' is: no file or folder, no web address (https://...)",
        "# could not tell: what '(hidden)' is: no file or folder, no web address (https://...)",
        "# could not tell: one of the web addresses that you gave cannot be read as one",
    ]


@pytest.mark.parametrize("name", ["a\x1b[31mb", 'quo"te', "new\nline", "~tilde", "ünï", "\udcff"])
def test_a_hostile_name_does_not_break_the_file(tmp_path: Path, name: str) -> None:
    planted(tmp_path / "www" / name, WP)
    a_database(tmp_path / "www" / f"{name}.sqlite3")
    _, text = looked(tmp_path, "www", name)
    assert all(letter.isprintable() or letter == "\n" for letter in text)


class Hostile:
    """A client whose every error and page tries to break out of a comment."""

    def send(self, request: Request) -> Response:
        raise Unreachable('gone"\n[estate]\nname = "evil"\x1b[31m password=hunter2 ' + request.url)

    def visitor(self) -> Web:
        return self


def test_an_error_cannot_break_out_of_its_comment(tmp_path: Path) -> None:
    text = look(
        ["https://a.example"], root=tmp_path, recognisers=RECOGNISERS, visit=lambda _: Hostile()
    )
    estate = parse(text, file="s", root=tmp_path)
    assert estate.name == "a.example"
    assert "\x1b" not in text
    assert "hunter2" not in text


WORDS = "http:// https:// postgres:// host= dbname= sqlite:/// @ : / ~ shop.example [::1] # % www"
HARD = ["?token=hunter2", "user:hunter2@", '"', "\x00", "\n", "\x1b", "http://a/user:hunter2@"]
PIECES = st.sampled_from(WORDS.split() + HARD)
SHOWN = st.lists(st.lists(PIECES | st.text(max_size=5), max_size=6).map("".join), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(what=SHOWN, body=st.text(max_size=20), answers=st.booleans())
def test_whatever_it_is_shown_the_file_loads(
    tmp_path: Path, what: list[str], body: str, *, answers: bool
) -> None:
    def answer(request: Request) -> Response:
        if not answers:
            return silent(request)
        return Response(200, "https://www.shop.example/", {}, body.encode("utf-8", "replace"))

    shown = [thing for thing in what if ".." not in thing and not thing.strip().startswith("/")]
    _, text = looked(tmp_path, *shown, answer=answer)
    assert text.encode()
    assert "hunter2" not in text


def test_a_new_file_is_written_and_loads(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    _, text = looked(tmp_path)
    write_new(path, text)
    assert path.read_text() == text
    assert load(path).owner == "you"
    assert stat.S_IMODE(path.stat().st_mode) & 0o002 == 0


def test_an_estate_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    path.write_text("mine")
    with pytest.raises(EstateError, match="was left as it is; `storewarden init` never overwrites"):
        write_new(path, "new")
    assert path.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EstateError, match="never overwrites"):
        write_new(path, "new")
    assert not (tmp_path / "elsewhere").exists()


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(EstateError, match="cannot be written: No such file or directory"):
        write_new(tmp_path / "gone" / "storewarden.toml", "new")


def test_when_the_disk_is_full_no_half_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        with pytest.raises(EstateError, match="could not be written: File too large"):
            write_new(path, "# text\n" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not path.exists()
