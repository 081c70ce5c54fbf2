"""The page for shop owners and the schema in the code say the same, word for word."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path

from storewarden.core.estate import Estate
from storewarden.core.verdicts import Severity
from storewarden.engine.estate_file import parse, schema
from storewarden.engine.estate_file.forms import Form, Key, Keyed, ListOf, Table

PAGE = (Path(__file__).parents[2] / "docs" / "estate.md").read_text("utf-8")
HEADING = re.compile(r"^#{2,4} (.+)$")
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$")
Rows = dict[str, list[tuple[str, str, str]]]


def page_rows() -> Rows:
    rows: Rows = {}
    heading = ""
    for line in PAGE.splitlines():
        if found := HEADING.match(line):
            heading = found.group(1).strip("`")
        elif row := ROW.match(line):
            rows.setdefault(heading, []).append((row[1], row[2], row[3]))
    return rows


def written(value: object) -> str:
    if value is None or value in ((), "", {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{part}"' for part in value) + "]`"
    if isinstance(value, Severity):
        return f'`"{value.word}"`'
    if isinstance(value, str | Enum):
        return f'`"{value}"`'
    return f"`{value}`"


def default(table: Table, key: Key) -> str:
    if key.needed:
        return "required"
    if key.name in table.exactly_one:
        return "one of these"
    built = Estate if table is schema.ESTATE else table.builds
    return written(defaults(built).get(key.field or key.name))


def defaults(built: object) -> dict[str, object]:
    if not is_dataclass(built):
        return {}
    made = {
        part.name: part.default_factory()
        for part in fields(built)
        if part.default_factory is not MISSING
    }
    plain = {part.name: part.default for part in fields(built) if part.default is not MISSING}
    return made | plain


def code_rows(heading: str, form: Form) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    match form:
        case Keyed():
            yield from code_rows(f"[{heading}.ID]", form.table)
        case ListOf(entry=Table() as table):
            name = f"[[{heading}]]" if heading in {"pentests", "rules", "deadlines"} else table.word
            yield from code_rows(name, table)
        case Table():
            name = form.word if form.word == "place in a database" else heading
            name = (
                f"[{name}]"
                if name in {"estate", "responsible", "events", "ingest", "blocking", "notices"}
                else name
            )
            yield name, [(key.name, key.form.word, default(form, key)) for key in form.keys]
            for key in form.keys:
                yield from code_rows(key.name, key.form)


def test_every_key_is_on_the_page_with_its_type_and_default_and_no_other() -> None:
    code = dict(code_rows("file", schema.FILE))
    del code["file"]
    assert page_rows() == code


def examples() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_on_the_page_is_a_file_that_works() -> None:
    parsed = [parse(text, file="docs/estate.md", root=Path("/srv")) for text in examples()]
    assert [estate.name for estate in parsed] == ["Our shop", "Fern & Field"]


def test_the_full_example_shows_every_key() -> None:
    full = examples()[-1]
    for rows in page_rows().values():
        for key, _, _ in rows:
            assert re.search(rf"\b{key} = ", full) or f"[payments.checkout.{key}]" in full, key


def test_the_full_example_has_every_kind_of_asset() -> None:
    estate: Estate = parse(examples()[-1], file="docs/estate.md", root=Path("/srv"))
    assert {asset.kind for asset in estate.assets} == {
        "site", "code", "database", "log", "host", "integration", "supplier", "payment", "keys",
        "feed",
    }  # fmt: skip
