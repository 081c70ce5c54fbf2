"""A PostgreSQL server of the test's own, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def programs() -> Path:
    """The folder of Debian's newest server programs, or of those on the path."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: float(home.parts[-2])
    )
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    assert initdb, "these tests need PostgreSQL's server programs: apt install postgresql"
    return Path(initdb).parent


@contextmanager
def server() -> Iterator[Path]:
    """Run a server; gives the folder of its socket. Its superuser is called ``warden``."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    plain: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        plain = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    cluster = folder / "cluster"
    initdb = [
        *plain,
        str(programs() / "initdb"),
        "--username=warden",
        "--auth=trust",
        "-N",
        "-E",
        "UTF8",
    ]
    subprocess.run([*initdb, "--locale=C", "-D", str(cluster)], check=True, capture_output=True)
    (cluster / "pg_hba.conf").write_text(
        "local all warden trust\nlocal all all scram-sha-256\n", "ascii"
    )
    control = [*plain, str(programs() / "pg_ctl"), "-D", str(cluster), "-w"]
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run(
        [*control, "-l", str(cluster / "log"), "-o", settings, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield folder
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)
        shutil.rmtree(folder)


def database(folder: Path, name: str) -> str:
    """Make an empty database; returns its URL."""
    with psycopg.connect(
        host=str(folder), user="warden", dbname="postgres", autocommit=True
    ) as link:
        link.execute(f"CREATE DATABASE {name}".encode("ascii"))
    return f"postgresql://warden@/{name}?host={folder}"
