"""The manifest may lie on a PostgreSQL server: the promises are the same."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from storewarden.core.errors import EventStoreError
from storewarden.kernels.events.ports import Hunt, Tidied, Walked
from storewarden.store.events.store import Settings, Store
from tests.store.events.samples import KEY, NOW, delivery, files, lines
from tests.store.postgresql import database, server

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """An empty database of its own."""
    with server() as folder:
        yield database(folder, "manifest")


def opened(folder: Path, url: str) -> Store:
    return Store(Settings(folder, lambda: NOW, key=KEY, manifest=url))


def test_several_writers_keep_one_chain_on_a_server(tmp_path: Path, url: str) -> None:
    def write(first: int) -> None:
        with opened(tmp_path, url) as kept:
            for number in range(first, first + 15):
                kept.append([delivery(number, positions={f"p{first}": str(number)})])

    threads = [Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened(tmp_path, url) as kept:
        assert lines(kept) == list(range(1, 351))
        assert kept.verify() == Walked(35, 35, 350, None)
        assert set(kept.positions("p1")) == {"p10"}
        (answer,) = (a for a in kept.hunt(Hunt("SELECT count(*) AS n FROM events")) if a.num_rows)
        assert answer.to_pylist() == [{"n": 350}]
        assert kept.tidy(NOW) == Tidied(merged=35)
        assert kept.verify() == Walked(36, 1, 350, None)
        assert (kept.append([delivery(3)]), len(files(tmp_path))) == (0, 36)
    with psycopg.connect(url) as link:
        link.execute("UPDATE event_entry SET digest = 'x' WHERE number = 36")
    with opened(tmp_path, url) as kept:
        broken = kept.verify().broken
        assert broken is not None
        assert (broken.number, broken.because) == (36, "its entry was changed")


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(EventStoreError, match="manifest's server cannot be used") as told:
        opened(tmp_path, "postgresql://ada:hunter2@127.0.0.1:1/x")
    assert "hunter2" not in str(told.value)
    with pytest.raises(EventStoreError, match="expected postgresql:"):
        opened(tmp_path, "mysql://ada:hunter2@127.0.0.1/x")
