"""One schema for every record, live with dictionaries and stored as plain text."""

import pyarrow as pa
import pytest

from storewarden.kernels import events


def test_what_is_not_given_is_null() -> None:
    made = events.batch({"time": [1, None], "kind": "auth", "account": ["ada", None], "status": 7})
    assert made.schema == events.LIVE
    nothing = dict.fromkeys(events.LIVE.names)
    assert made.to_pylist() == [
        {**nothing, "time": 1, "kind": "auth", "account": "ada", "status": 7},
        {**nothing, "kind": "auth", "status": 7},
    ]


def test_an_empty_batch_is_a_batch() -> None:
    assert events.empty().to_pylist() == []
    assert events.empty().schema == events.LIVE
    assert events.stored(events.empty()).schema == events.STORED


def test_stored_and_live_say_the_same() -> None:
    live = events.batch({"path": ["/a", "/b", "/a"], "size": [1, 2, None]})
    stored = events.stored(live)
    assert stored.schema == events.STORED
    assert stored.to_pylist() == live.to_pylist()
    again = events.from_stored(stored)
    assert again.schema == events.LIVE
    assert again.to_pylist() == live.to_pylist()
    assert again.column("path").dictionary.to_pylist() == ["/a", "/b"]


def test_dictionaries_are_taken_as_they_are() -> None:
    paths = pa.array(["/x", "/y"]).dictionary_encode()
    assert events.batch({"path": paths}).column("path").equals(paths)


def test_a_column_that_no_event_has_is_refused() -> None:
    with pytest.raises(KeyError, match="no such column of an event: colour"):
        events.batch({"colour": ["red"]})


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        events.batch({"path": ["/a"], "query": ["a", "b"]})
