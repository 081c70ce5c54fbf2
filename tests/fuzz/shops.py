"""Parsers of what shops and journals write: an event for each line, and nothing made up."""

from storewarden.kernels import nested, shoplogs, syslog
from storewarden.kernels.syslog.journal import entry_in
from tests.fuzz.logs import FIRST, NOW, TRUTHS, ZONES, holds_of, numbers_of
from tests.fuzz.target import Target, must, shows_safely


def shop_lines(data: bytes) -> None:
    numbers = numbers_of(data, lambda line: not line.decode("utf-8", "replace").strip())
    for form in shoplogs.FORMATS.values():
        for zone in ZONES:
            batch = shoplogs.parse(data, source="s", first_line=FIRST, form=form, zone=zone)
            holds_of(batch, numbers, data)


def journal_rows(data: bytes) -> None:
    for row in data.split(b"\n"):
        entry = entry_in(row)
        if entry is None:
            continue
        must(b"\n" not in entry.line, "an entry became two lines")
        must(b"\r" not in entry.line, "an entry became two lines")
        at = syslog.Moment(NOW)
        batch = syslog.parse(entry.line + b"\n", source="s", first_line=FIRST, at=at)
        must(batch.num_rows == 1, "an entry is not one event")
        must(batch.column("kind").to_pylist() != ["raw"], "syslog cannot read the line")


def packed_values(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for told in (nested.from_json(text), nested.from_php(text)):
        for name, value in told.items():
            shows_safely(name)
            shows_safely(value)
    address = nested.address_in(text)
    must(address == text or address.count(".") == 3, "a number became another address")


TARGETS = (
    Target(
        "shop-logs",
        shop_lines,
        f"{TRUTHS}; WooCommerce and Magento",
        (
            (
                b'2026-11-20T08:00:00+00:00 ERROR Order #71: card_declined CONTEXT: {"ip":"192.0.2.1",'
                b'"user":"ada"}\nError: Your card was declined.\n====End Log====\n'
            ),
            (
                b"[2026-11-20T08:00:00.123456+00:00] main.CRITICAL: Placing an order with quote_id 12 is"
                b' failed: Transaction has been declined {"a":{"b":[1]}} []\n[0001-01-01 00:00:00] a.INFO: x'
            ),
            b'2026-11-20T08:00:00Z NOTICE Coupon "SAVE5" does not exist! IP: 2001:db8::1\r\n\xff\x00',
        ),
    ),
    Target(
        "journal",
        journal_rows,
        "an entry is one line that syslog reads, whatever its message says",
        (
            (
                b'{"__CURSOR":"c","__REALTIME_TIMESTAMP":"1795161600000000","_HOSTNAME":"h","PRIORITY":"6",'
                b'"SYSLOG_IDENTIFIER":"sshd","MESSAGE":"Failed password for x from 192.0.2.1 port 1 ssh2"}'
            ),
            b'{"__CURSOR":"c","MESSAGE":[10,255,0],"_COMM":"a b"}\n{"__CURSOR":"c","MESSAGE":["a","b"]}',
            b'{"__CURSOR":"c","MESSAGE":' + b"[" * 600 + b"]" * 600 + b"}",
            b'{"__CURSOR":"c","MESSAGE":null,"_PID":"\\u2028","__REALTIME_TIMESTAMP":"9999999999999999"}',
        ),
    ),
    Target(
        "packed-values",
        packed_values,
        "pairs of texts and nothing else; nothing becomes an object",
        (
            b'a:2:{s:5:"%user";s:3:"ada";i:0;a:1:{i:-3;d:0.5;}}',
            b'{"a":{"b":[1,null,"\\ud800"]},"c":1e400}',
            b"3405803781",
        ),
    ),
)
