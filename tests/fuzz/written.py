"""What the shop's own people write: rules and the estate file; and what attackers encode."""

from pathlib import Path

import duckdb
import pyarrow as pa

from storewarden.core.errors import EstateError
from storewarden.engine.estate_file.loading import parse as parse_estate
from storewarden.kernels.decoding.plain import plain
from storewarden.kernels.decoding.readings import FIELDS, Some
from storewarden.kernels.decoding.readings import read as readings_of
from storewarden.kernels.decoding.squeezed import squeezed
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.sql.hunts import correlation_query, rule_query
from tests.fuzz.target import Target, must, shows_safely

ENGINE = duckdb.connect()
RULE = b"""title: T
name: t
logsource: {category: webserver}
detection:
  s: {cs-uri-stem|endswith: ['/.env', "it's \\\\*"], sc-status: 200}
  k: ['union', 'select']
  condition: s and not 1 of k*
level: high
"""
CORRELATION = b"""---
title: C
correlation: {type: value_count, rules: [t], group-by: [c-ip], timespan: 5m, condition: {field: account, gte: 3}}
"""
ESTATE = b"""[estate]
name = "S"
owner = "ada"
[people.ada]
name = "Ada"
email = "ada@shop.example"
[sites.shop]
url = "https://shop.example"
role = "shop"
platform = "django-oscar"
[logs.log]
path = "a.log"
format = "combined"
site = "shop"
"""


def sigma(data: bytes) -> None:
    found = read({"fuzz.yml": data.decode("utf-8", "replace")})
    for no in found.refused:
        must(
            no.because and no.place.file == "fuzz.yml" and no.place.line >= 1, "no place, no reason"
        )
        shows_safely(no.because)
    known = {rule.told.key: rule for rule in found.rules}
    queries = [rule_query(rule) for rule in found.rules]
    queries += [correlation_query(one, known) for one in found.correlations]
    for sql in queries:
        kinds = [each.type for each in ENGINE.extract_statements(sql)]
        must(kinds == [duckdb.StatementType.SELECT], "a rule became another statement")


def estate(data: bytes) -> None:
    try:
        told = parse_estate(
            data.decode("utf-8", "replace"), file="storewarden.toml", root=Path("/")
        )
    except EstateError as no:
        for line in str(no).split("\n"):
            must(line.startswith("storewarden.toml:"), "a mistake without a place")
            must(line.isprintable(), "a mistake shows what moves a terminal")
        return
    must(told.name and told.owner, "an estate that nobody owns was taken")


def decoder(data: bytes) -> None:
    texts = data.decode("utf-8", "replace").split("\n")
    for text in texts:
        plain(text, plus=True)
        must(len(squeezed(text)) <= max(1, len(text)), "squeezing made it longer")
    for field in FIELDS:
        made = readings_of([Some(pa.array(texts, pa.string()), field, first=3)])
        ends, owners = made.ends.tolist(), made.owners.tolist()
        breaks = [at for at, byte in enumerate(made.text) if byte == 10]
        must(ends == breaks and len(owners) == len(ends), "a reading holds a line break")
        must(set(owners) >= set(range(3, 3 + len(texts))), "a value lost all its readings")
        must(0 <= made.loud <= len(ends), "the loud readings begin nowhere")
        made.text.decode()


TARGETS = (
    Target(
        "sigma-rules",
        sigma,
        "a rule or a refusal with file, line and reason; its SQL is one SELECT, whatever it quotes",
        (RULE, RULE + CORRELATION, b"a: [\n", b"title: &a [*a]", RULE.replace(b"endswith", b"re")),
    ),
    Target(
        "estate-file",
        estate,
        "an estate or mistakes, each with file and line, none with a control character",
        (
            ESTATE,
            ESTATE + ESTATE,
            b'[a."\x1b[31m"]\nb = 1\n',
            b"a = [[[[[[",
            b"\xef\xbb\xbf[estate]\r\n",
        ),
    ),
    Target(
        "decoder",
        decoder,
        "a reading a line, each with its owner, valid UTF-8, no value without a reading",
        (
            b"%2e%2e%2fetc%c0%afpasswd%00\n/a+b?c=%u0027&lt;script&#x3e;\\u003c",
            b"SELECT/**/1;--\nPHNjcmlwdD4=\n%25252e\n\\x3c\\74&NewLine;%0a\r",
            b"\xff\xc0\x80%f4%90%80%80&#1114112;&#xD800;",
        ),
        is_compiled=True,
    ),
)
