"""When the ledger cannot be used, the message says why, and never with the password."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storewarden.core.errors import LedgerError
from storewarden.store.address import address
from storewarden.store.setup import open_ledger
from tests.store import postgresql
from tests.store.samples import finding, raising

SECRET = "tr0ub4dor"
WRITE_UNTIL_REFUSED = """
import sys
from dataclasses import replace
from storewarden.core.errors import LedgerError
from storewarden.store.setup import open_ledger
from tests.store.samples import change, finding

{before}
ledger = open_ledger(sys.argv[1])
for number in range(2_000):
    big = replace(finding(number), said="x" * 4_000)
    try:
        ledger.update(lambda _known: [change(big)])
    except LedgerError as refused:
        print(number, refused)
        break
"""


def may_mount() -> bool:
    tried = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    return os.geteuid() == 0 and tried.returncode == 0


MOUNTS = may_mount()


def write_until_refused(target: Path, before: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", WRITE_UNTIL_REFUSED.format(before=before), str(target)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    number, _, words = done.stdout.strip().partition(" ")
    return int(number), words


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", tmp_path], check=True)
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.slow
@pytest.mark.skipif(
    not MOUNTS, reason="mounting a small disk is not allowed here; see the next test"
)
def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk: Path) -> None:
    target = small_disk / "ledger.sqlite3"
    kept, words = write_until_refused(target)
    assert kept > 0
    assert words.startswith(f"the ledger ({target}) cannot be used: its disk ")
    assert words.endswith("what was acknowledged before is kept")
    copy = small_disk.parent / "copy.sqlite3"
    copy.write_bytes(target.read_bytes())
    wal = target.with_name("ledger.sqlite3-wal")
    if wal.exists():
        copy.with_name("copy.sqlite3-wal").write_bytes(wal.read_bytes())
    assert open_ledger(copy).verify() == (kept, None)


@pytest.mark.slow
def test_a_file_that_may_not_grow_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    target = tmp_path / "ledger.sqlite3"
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
    )
    kept, words = write_until_refused(target, limit)
    assert kept > 0
    assert words.endswith("what was acknowledged before is kept")
    assert open_ledger(target).verify() == (kept, None)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "ascii")
    with pytest.raises(
        LedgerError, match=r"the ledger \(.*/file/x\) cannot be used: File exists: "
    ):
        open_ledger(tmp_path / "file" / "x")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder with a ledger in it that takes no writes."""
    open_ledger(tmp_path / "ledger.sqlite3").update(raising(1))
    if not MOUNTS:
        tmp_path.chmod(0o500)
        (tmp_path / "ledger.sqlite3").chmod(0o400)
        yield tmp_path
        tmp_path.chmod(0o700)
        return
    subprocess.run(["mount", "--bind", tmp_path, tmp_path], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", tmp_path], check=True)
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(
    not MOUNTS and os.geteuid() == 0, reason="root may write everywhere, and may not mount here"
)
def test_a_disk_that_takes_no_writes(read_only: Path) -> None:
    with pytest.raises(LedgerError, match="look at the rights of file and folder"):
        open_ledger(read_only / "ledger.sqlite3").update(raising(2))
    with pytest.raises(LedgerError, match=r"Read-only file system|Permission denied"):
        open_ledger(read_only / "other.sqlite3")


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("sku,price\n" * 200, "ascii")
    with pytest.raises(LedgerError, match="the file is no SQLite database; it was left as it is"):
        open_ledger(path)
    assert path.read_text("ascii") == "sku,price\n" * 200


@pytest.mark.parametrize(
    "target",
    [
        f"mysql://ada:{SECRET}@127.0.0.1/shop",
        f"postgresql://ada:{SECRET}/x@127.0.0.1/shop",
        f"postgresql://ada:{SECRET}@127.0.0.1:port/shop",
        f"postgresql://ada:{SECRET}@127.0.0.1/shop?colour=red",
        f"postgresql://ada:{SECRET}%zz@127.0.0.1/shop",
        "sqlite://",
        "sqlite:///",
        f"sqlite://{SECRET}/x",
    ],
)
def test_an_address_that_cannot_be_read(target: str) -> None:
    with pytest.raises(LedgerError, match="the ledger's address cannot be used") as refused:
        open_ledger(target)
    assert SECRET not in str(refused.value)


def test_a_server_that_is_not_there(free_port: int) -> None:
    target = f"postgresql://ada:{SECRET}@127.0.0.1:{free_port}/shop"
    with pytest.raises(LedgerError, match=r"shop on 127\.0\.0\.1\) .*refused") as no:
        open_ledger(target)
    assert SECRET not in str(no.value)
    assert SECRET not in repr(address(target))


@pytest.mark.postgresql
def test_a_server_that_refuses_the_password(postgresql_server: Path) -> None:
    url = postgresql.database(postgresql_server, "guarded")
    with psycopg.connect(url) as link:
        link.execute("CREATE ROLE ada LOGIN PASSWORD 'right'")
    wrong = url.replace("warden@", f"ada:{SECRET}@")
    with pytest.raises(LedgerError, match="password authentication failed") as refused:
        open_ledger(wrong)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.postgresql
def test_a_server_that_goes_away_and_comes_back(postgresql_server: Path) -> None:
    url = postgresql.database(postgresql_server, "restless")
    ledger = open_ledger(url)
    ledger.update(raising(1))
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("ALTER DATABASE restless CONNECTION LIMIT 0")
        link.execute("CREATE ROLE ben LOGIN SUPERUSER")
    assert ledger.findings() == (finding(1),)
