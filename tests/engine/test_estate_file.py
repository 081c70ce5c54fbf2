"""The estate file: what it becomes, and how every mistake in it is told."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.errors import EstateError
from storewarden.core.estate import (
    Certificate,
    CodeTree,
    Database,
    Estate,
    Feed,
    Host,
    Integration,
    KeyRing,
    LogSource,
    OwnerRule,
    PaymentSetup,
    PenTest,
    Person,
    Role,
    Site,
    Supplier,
    TableMap,
    Team,
)
from storewarden.core.secret_ref import SecretRef
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.estate_file import find, load, parse

ROOT = Path("/srv/shop")
HEAD = '[estate]\nname = "Shop"\nowner = "ada"\n[people.ada]\nname = "Ada Keller"\n'
WHOLE = """
[estate]
name = "Lab"
owner = "ada"
pentest_every_days = 180
private_hosts = ["127.0.0.1", "::1", "db.internal"]
ledger_env = "LEDGER"
[people.ada]
name = "Ada Keller"
email = "ada@shop.example"
[people.ben]
name = "Ben Osei"
[teams.web]
name = "Web team"
members = ["ada", "ben"]
[responsible]
payments = "web"
[sites.shop]
url = "http://127.0.0.1:8001/"
role = "shop"
platform = "django-oscar"
owner = "ben"
consent = true
login = "/accounts/login/"
ca_file = "ca.pem"
request_budget = 100
requests_per_second = 2
[sites.cms]
url = "https://cms.shop.example"
[code.exporter]
path = "exporter"
[databases.shop_db]
path = "shop.sqlite3"
[databases.crm]
dsn_env = "CRM_DSN"
[databases.erp]
dsn_file = "/etc/erp.dsn"
[logs.shop_access]
path = "logs/access.log"
site = "shop"
[hosts.web1]
[integrations.hook]
style = "webhook"
source = "shop"
target = "printworks"
url = "https://print.example/hook?v=1"
signature_header = "X-Signature"
[suppliers.printworks]
name = "Printworks Ltd"
certificates = [{ kind = "ISO 27001", valid_until = 2026-01-31 }]
reviewed_on = 2026-03-01
[payments.checkout]
shop = "shop"
captured_when = ["captured"]
charges = { database = "shop_db", table = "charge", columns = { order = "order_number" } }
safeguards = { code = "reject_on_cvv_mismatch" }
[keys.shop_keys]
keys = { database = "shop_db", table = "apikey" }
[feeds.osv]
format = "osv"
path = "feeds/osv"
[[pentests]]
asset = "cms"
on = 2026-05-01
by = "Hollow Oak Security"
report = "pentests/cms.toml"
[[rules]]
step = "payments"
severity = "critical"
asset = "shop*"
owner = "ben"
read_days = 0
fix_days = 3
"""


def said(text: str) -> list[str]:
    with pytest.raises(EstateError) as caught:
        parse(text, file="s.toml", root=ROOT)
    return str(caught.value).splitlines()


def test_a_whole_file_becomes_the_whole_estate() -> None:
    assert parse(WHOLE, file="s.toml", root=ROOT) == Estate(
        name="Lab",
        owner="ada",
        root=ROOT,
        people=(Person("ada", "Ada Keller", "ada@shop.example"), Person("ben", "Ben Osei")),
        teams=(Team("web", "Web team", ("ada", "ben")),),
        responsible={Step.PAYMENTS: "web"},
        pentest_every_days=180,
        private_hosts=("127.0.0.1", "::1", "db.internal"),
        ledger=SecretRef(env="LEDGER"),
        assets=(
            Site(
                id="shop",
                url="http://127.0.0.1:8001",
                role=Role.SHOP,
                platform="django-oscar",
                owner="ben",
                consent=True,
                login="/accounts/login/",
                ca_file=ROOT / "ca.pem",
                request_budget=100,
                requests_per_second=2.0,
            ),
            Site(id="cms", url="https://cms.shop.example"),
            CodeTree(id="exporter", path=ROOT / "exporter"),
            Database(id="shop_db", path=ROOT / "shop.sqlite3"),
            Database(id="crm", dsn=SecretRef(env="CRM_DSN")),
            Database(id="erp", dsn=SecretRef(file=Path("/etc/erp.dsn"))),
            LogSource(id="shop_access", path=ROOT / "logs/access.log", site="shop"),
            Host(id="web1"),
            Integration(
                id="hook",
                style="webhook",
                source="shop",
                target="printworks",
                url="https://print.example/hook?v=1",
                signature_header="X-Signature",
            ),
            Supplier(
                id="printworks",
                name="Printworks Ltd",
                certificates=(Certificate("ISO 27001", date(2026, 1, 31)),),
                reviewed_on=date(2026, 3, 1),
            ),
            PaymentSetup(
                id="checkout",
                shop="shop",
                captured_when=("captured",),
                charges=TableMap("shop_db", "charge", {"order": "order_number"}),
                safeguards={"code": "reject_on_cvv_mismatch"},
            ),
            KeyRing(id="shop_keys", keys=TableMap("shop_db", "apikey")),
            Feed(id="osv", format="osv", path=ROOT / "feeds/osv"),
        ),
        pentests=(
            PenTest("cms", date(2026, 5, 1), "Hollow Oak Security", ROOT / "pentests/cms.toml"),
        ),
        rules=(
            OwnerRule(
                owner="ben",
                asset="shop*",
                step=Step.PAYMENTS,
                severity=Severity.CRITICAL,
                read_days=0,
                fix_days=3,
            ),
        ),
    )


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """[estate]
name = ""
owner = "adaa"
pentest_every_days = -3
[people.ada]
name = "Ada"
[sites.shop]
url = "shop"
rol = "shop"
role = "shopp"
[suppliers.p]
name = "P"
certificates = [{ kind = "ISO 27001", valid_until = "2026-01-31" },
  { kind = 3 }]
"""
    assert said(text) == [
        's.toml:2: estate.name: expected some text in quotes, got ""',
        (
            "s.toml:3: estate.owner: expected the id of a person or team of this file"
            ' (did you mean "ada"?), got "adaa"'
        ),
        (
            "s.toml:4: estate.pentest_every_days: expected a whole number of days from 1 to 36500,"
            " got -3"
        ),
        's.toml:8: sites.shop.url: expected a web address such as https://shop.example, got "shop"',
        's.toml:9: sites.shop.rol: unknown key (did you mean "role"?)',
        (
            's.toml:10: sites.shop.role: expected one of "cms", "shop", "suite", "other"'
            ' (did you mean "shop"?), got "shopp"'
        ),
        (
            "s.toml:13: suppliers.p.certificates[0].valid_until: expected a day without quotes such"
            ' as 2026-03-01, got "2026-01-31"'
        ),
        "s.toml:14: suppliers.p.certificates[1].kind: expected some text in quotes, got 3",
        (
            "s.toml:14: suppliers.p.certificates[1].valid_until: missing; expected a day without"
            " quotes such as 2026-03-01"
        ),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('[sites.s]\nurl = "shop"', "sites.s.url: expected a web address such as"),
        ('[sites.s]\nurl = "https://a.example/x"', "expected the root of the site, without a path"),
        ('[sites.s]\nurl = "https://u@a.example"', "a web address without a user name in it"),
        ('[sites.s]\nurl = "https://a.example:99999"', "sites.s.url: expected a web address"),
        ('[sites.s]\nurl = "file:///etc/passwd"', "sites.s.url: expected a web address"),
        ('[sites.s]\nrole = "shop"', "sites.s.url: missing; expected a web address"),
        ('[sites."my shop"]\nurl = "https://a.example"', 'sites."my shop": expected up to 64'),
        ('[sites.estate]\nurl = "https://a.example"', "sites.estate: this id is taken"),
        ('sites = "x"', "unknown key"),
        ("[sites]\nshop = 3", "sites.shop: expected a table [sites.shop], got 3"),
        ('[[sites]]\nurl = "https://a.example"', "sites: expected a table [sites], got a list"),
        ('[people.storewarden]\nname = "S"', "people.storewarden: this id is taken"),
        ('[teams.ada]\nname = "A"', "teams.ada: expected an id of its own, but people.ada has"),
        ('[teams.w]\nname = "W"\nmembers = ["bob"]', "teams.w.members[0]: expected the id of a"),
        ('[teams.w]\nname = "W"\nmembers = "ada"', "expected a list in [ ] (person), got"),
        ('[responsible]\npayment = "ada"', 'responsible.payment: unknown key (did you mean "pay'),
        ('[responsible]\nlogs = "bob"', "responsible.logs: expected the id of a person or team"),
        ('[logs.l]\npath = "x"\nsite = "shop"', "logs.l.site: expected the id of a site"),
        ('[logs.l]\npath = "~/x"', "logs.l.path: expected a path written out in full"),
        ('[logs.l]\npath = ""', "logs.l.path: expected a path such as"),
        ("[databases.d]", "databases.d: expected exactly one of path, dsn_env, dsn_file, got none"),
        ('[databases.d]\npath="x"\ndsn_env="Y"', "dsn_file, got path and dsn_env"),
        (
            '[feeds.f]\nformat = "osv"\npath = "x"\nurl = "https://a.example"',
            "feeds.f: expected at most one of url, path, got url and path",
        ),
        ('[feeds.f]\nformat = "K E V"', 'expected the name of a format of lists such as "osv"'),
        ('[feeds.f]\nformat = "kev"\nevery = 1', "a whole number of seconds from 5 to 604800"),
        ('[[pentests]]\nasset = "x"\non = 2026-01-01\nby = "B"', "pentests[0].asset: expected the"),
        ('[[rules]]\nstep = "pay"', 'rules[0].step: expected one of "baseline"'),
        ("[[rules]]\nread_days = -1", "rules[0].read_days: expected a whole number of days from 0"),
        ("[[rules]]\nread_days = true", "rules[0].read_days: expected a whole number"),
        ("[[rules]]\nread_days = 1.5", "rules[0].read_days: expected a whole number"),
        ('[[rules]]\nasset = "nope"', "rules[0].asset: expected the id of an asset of this file,"),
        ("[suppliers.p]\nname = 'P'\nreviewed_on = 2026-03-01T10:00:00Z", "reviewed_on: expected"),
        ('[hosts.h]\naddress = "https://x"', "hosts.h.address: expected a host name or address"),
        ('[people.z]\nname = "a\\u001b[31mb"', "people.z.name: expected text without line breaks"),
        ('[people.z]\nname = "Z"\nemail = "z"', "people.z.email: expected an e-mail address"),
        ("[payments.p]\nshop = 'x'\ncharges = 3", "expected a table [payments.p.charges], got 3"),
        ('[databases."a.b"]\npath="x"', 'databases."a.b": expected up to 64'),
        ("[site.s]\nurl = 'https://a.example'", 'site: unknown key (did you mean "sites"?)'),
        ("[keys.k]", "keys.k.keys: missing; expected a table with database and table"),
        ("[zzz]", "zzz: unknown key; expected one of estate, people, teams, responsible"),
    ],
)
def test_a_mistake_names_its_key_and_what_was_expected(lines: str, expected: str) -> None:
    told = said(HEAD + lines)
    assert any(expected in line for line in told), told
    assert all(line.startswith("s.toml:") for line in told)


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "1e9", "true", '"5"'])
def test_a_rate_is_a_number_above_nothing(rate: str) -> None:
    text = f'{HEAD}[sites.s]\nurl = "https://a.example"\nrequests_per_second = {rate}'
    assert said(text)[0].startswith(
        "s.toml:8: sites.s.requests_per_second: expected a number above 0 and at most 1000, got"
    )


def test_ids_are_unique_across_all_kinds_of_assets() -> None:
    text = HEAD + '[sites.shop]\nurl = "https://a.example"\n[databases.shop]\npath = "s.sqlite3"\n'
    assert said(text) == [
        "s.toml:8: databases.shop: expected an id of its own, but sites.shop has the same"
    ]


def test_an_asset_with_a_mistake_is_still_there_for_those_who_refer_to_it() -> None:
    text = HEAD + '[sites.shop]\nurl = "x"\n[logs.l]\npath = "l"\nsite = "shop"\n'
    assert said(text) == [
        's.toml:7: sites.shop.url: expected a web address such as https://shop.example, got "x"'
    ]


def test_an_empty_file_says_what_belongs_there() -> None:
    assert said("") == ["s.toml:1: estate: missing; expected a table with name and owner"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[estate]\nname = Lab\nowner = "a"', "s.toml:2: name: not TOML: Invalid value; expected"),
        ('[estate]\nname = "Lab', "s.toml:2: name: not TOML:"),
        ("[estate]\n[estate]", "s.toml:2: [estate: not TOML: Cannot declare"),
        ("a = 1\na = 2", "s.toml:2: a: not TOML: Cannot overwrite a value"),
        ("on = 2026-13-45", "s.toml:1: on: not TOML:"),
        ("a = [1,", "s.toml:1: a: not TOML:"),
        ("\x00\x01", "s.toml:1: not TOML:"),
        (f"a = {'9' * 4_900}", "s.toml:1: a: not TOML:"),
        ("a = 1\na" + ".a" * 100 + " = 1", "s.toml:2: expected an estate file, got tables or li"),
        ("a = 1\n" + "a." * 50_000, "s.toml:2: expected lines of at most 5,000 letters, got more"),
        (
            "a = " + "[" * 4_900,
            "s.toml: expected an estate file, got tables or lists nested too deeply",
        ),
    ],
)
def test_broken_toml_is_told_with_its_line(text: str, expected: str) -> None:
    told = said(text)
    assert len(told) == 1
    assert told[0].startswith(expected)


@pytest.mark.parametrize("depth", [5, 17, 18, 19, 20, 21, 50, 90, 150, 200, 300, 400, 480, 900])
def test_deep_nonsense_is_a_mistake_and_never_a_crash(depth: int) -> None:
    assert said(f"{HEAD}[[rules]]\nstep = {'[' * depth}{']' * depth}")
    assert said(f"{HEAD}[rules]\nstep = {'{a=' * depth}1{'}' * depth}")
    assert said(f"{HEAD}[rules]\nstep{'.a' * depth} = 1")
    assert said(f"{HEAD}[rules{'.a' * depth}]\nx = 1")


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert load(path) == Estate(
        name="Shop", owner="ada", root=tmp_path, people=(Person("ada", "Ada Keller"),)
    )


def told_of(path: Path) -> str:
    with pytest.raises(EstateError) as caught:
        load(path)
    return str(caught.value)


def test_what_is_no_estate_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    assert told_of(path) == (f"{path}: there is no such file; run `storewarden init` to write one")
    assert told_of(tmp_path) == f"{tmp_path}: expected a file, got a folder"
    path.write_bytes(b"[estate]\nname = '\xff'\n")
    assert told_of(path) == "storewarden.toml:2: expected text in UTF-8, got other bytes"
    path.write_bytes(bytes(range(256)) * 40_000)
    assert told_of(path) == (
        "storewarden.toml: expected an estate file of at most 1,000,000 bytes, got more"
    )


def test_the_nearest_estate_file_above_is_found(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "storewarden.toml").write_text(HEAD)
    assert find(below) == tmp_path / "storewarden.toml"
    (below / "storewarden.toml").write_text(HEAD)
    assert find(below) == below / "storewarden.toml"


def test_no_estate_file_anywhere_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(EstateError, match="run `storewarden init` to write one"):
        find(tmp_path)


def test_loading_takes_less_than_twenty_milliseconds(tmp_path: Path) -> None:
    path = tmp_path / "storewarden.toml"
    path.write_text(WHOLE)
    load(path)
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        load(path)
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.020


def outcome(text: str) -> str:
    """What becomes of a text: nothing to tell, or the mistakes; anything else is a crash."""
    try:
        parse(text, file="s.toml", root=ROOT)
    except EstateError as told:
        return str(told)
    return "s.toml: fine"


@given(st.text())
def test_any_text_is_an_estate_or_an_estate_error(text: str) -> None:
    assert outcome(text).startswith("s.toml:")


ANYTHING = st.recursive(
    st.integers().map(str)
    | st.sampled_from(["true", '"x"', "2026-01-01", "1.5", "nan", '"shop"', "{}", '{ a = "ada" }']),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=4,
)


@given(st.sampled_from([line for line in WHOLE.splitlines() if " = " in line]), ANYTHING)
def test_any_value_for_any_key_is_an_estate_or_an_estate_error(line: str, value: str) -> None:
    key = line.split(" = ", maxsplit=1)[0]
    assert outcome(WHOLE.replace(line, f"{key} = {value}", 1)).startswith("s.toml:")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('listen = "8514"', 'a host and a port such as "127.0.0.1:8514"'),
        ('listen = "shop.example:70000"', 'a host and a port such as "127.0.0.1:8514"'),
        ('trusted_proxies = ["10.0.0.0/99"]', 'an address or a network such as "10.0.0.0/8"'),
        ('tokens = { app = "Sw0rdf1shSw0rdf1shSw0rdf1sh" }', "a secret stands here"),
    ],
)
def test_what_is_received_is_declared_clearly(line: str, expected: str) -> None:
    with pytest.raises(EstateError, match=re.escape(expected)):
        parse(f"{HEAD}[ingest]\n{line}\n", file="estate.toml", root=Path("/srv"))


def test_a_format_of_lists_that_is_not_installed_is_a_mistake() -> None:
    text = HEAD + '[feeds.f]\nformat = "kve"\npath = "x"\n'
    with pytest.raises(EstateError) as refused:
        parse(text, file="storewarden.toml", root=ROOT, formats=["kev", "osv"])
    assert 'expected one of "kev", "osv" (did you mean "kev"?)' in str(refused.value)
