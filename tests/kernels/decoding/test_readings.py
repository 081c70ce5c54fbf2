import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.decoding.kinds import SIGNS
from storewarden.kernels.decoding.plain import plain
from storewarden.kernels.decoding.readings import FIELDS, Readings, Some, read
from storewarden.kernels.decoding.squeezed import squeezed

WORDS = ["union", "/**/", "select", "%27", "+", "%2527", "''", "a", "\\", "/./", "//", "&lt;", " "]
TEXTS = st.lists(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)), max_size=8)


def lines(readings: Readings) -> list[str]:
    return readings.text.decode().split("\n")[:-1]


def of(values: list[str], field: str) -> dict[int, set[str]]:
    readings = read([Some(pa.array(values, pa.string()), field)])
    found: dict[int, set[str]] = {}
    for owner, line in zip(readings.owners.tolist(), lines(readings), strict=True):
        found.setdefault(owner, set()).add(line)
    return found


def test_an_everyday_value_has_one_reading() -> None:
    assert of(["/catalogue/blue-mug_12/"], "path") == {0: {"/catalogue/blue-mug_12/"}}


def test_a_wrapped_value_has_several() -> None:
    assert of(["id=1%27+un/**/ion"], "query") == {
        0: {"id=1%27+un/**/ion", "id=1' un/**/ion", "id=1%27+un ion", "id=1' un ion"}
    }


def test_base64_in_a_query_is_read_too() -> None:
    assert of(["x=PHNjcmlwdD4%3D"], "query")[0] >= {"x=PHNjcmlwdD4%3D", "x=PHNjcmlwdD4="}
    assert "<script>alert(1)" in of(["x=PHNjcmlwdD5hbGVydCgxKQ"], "query")[0]


def test_nothing_is_read_in_nothing() -> None:
    empty = read([Some(pa.array([], pa.string()), "path")])
    assert (empty.text, len(empty.ends), empty.loud) == (b"", 0, 0)


@given(TEXTS, st.sampled_from(FIELDS))
def test_readings_agree_with_reading_one_by_one(values: list[str], field: str) -> None:
    readings = read([Some(pa.array(values, pa.string()), field)])
    text = lines(readings)
    assert [len(line.encode()) for line in text] == [
        end - start - 1
        for start, end in zip([-1, *readings.ends.tolist()], readings.ends.tolist(), strict=False)
    ]
    found = of(values, field)
    for owner, value in enumerate(values):
        known = plain(value, plus=field in {"query", "referrer"})
        wanted = {value, known or value, squeezed(known) or value}
        assert {one.replace("\n", "\r") for one in wanted} <= found[owner]


@given(TEXTS, st.sampled_from(FIELDS))
def test_the_loud_readings_stand_last(values: list[str], field: str) -> None:
    readings = read([Some(pa.array(values, pa.string()), field)])
    loud = [any(sign in SIGNS for sign in line) for line in lines(readings)]
    assert loud == sorted(loud)
    assert loud.count(False) == readings.loud
