"""Starts real database servers for one test session, on loopback, in a folder of their own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pymysql

POSTGRES = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "p@ss/w:rd"
PASSWORD_IN_DSN = "p%40ss%2Fw%3Ard"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def as_user(user: str) -> list[str]:
    """Servers refuse to run as root: give that up."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]


def owned_folder(folder: Path, user: str) -> Path:
    folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, user, user)
    return folder


@contextmanager
def running(command: list[str], log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        yield
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server; gives the DSN of its superuser ``warden``."""
    home, port = owned_folder(folder / "pg", "postgres"), free_port()
    secret = folder / "pg-password"
    secret.write_text(PASSWORD, "utf-8")
    secret.chmod(0o644)
    init = ["-D", f"{home}/data", "-U", "warden", "-A", "scram-sha-256", "-E", "UTF8"]
    prepare = [*init, "--no-sync", "--no-instructions", "--locale=C", f"--pwfile={secret}"]
    subprocess.run(
        [*as_user("postgres"), f"{POSTGRES}/initdb", *prepare],
        check=True,
        capture_output=True,
        cwd=home,
    )
    options = ["-D", f"{home}/data", "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
    dsn = f"postgresql://warden:{PASSWORD_IN_DSN}@127.0.0.1:{port}/postgres"
    with running([*as_user("postgres"), f"{POSTGRES}/postgres", *options], folder / "pg.log"):
        wait_until(lambda: psycopg.connect(dsn).close(), psycopg.OperationalError)
        yield dsn


@contextmanager
def mariadb(folder: Path) -> Iterator[str]:
    """A MariaDB server with a database ``shop``; gives the DSN of the user ``warden``."""
    home, port = owned_folder(folder / "maria", "mysql"), free_port()
    data, pipe = f"--datadir={home}/data", f"--socket={home}/s"
    prepare = [
        "mariadb-install-db",
        "--no-defaults",
        data,
        "--auth-root-authentication-method=normal",
    ]
    subprocess.run([*as_user("mysql"), *prepare], check=True, capture_output=True, cwd=home)
    start = ["/usr/sbin/mariadbd", "--no-defaults", data, pipe, f"--pid-file={home}/pid"]
    listen = ["--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve"]
    with running([*as_user("mysql"), *start, *listen], folder / "maria.log"):
        wait_until(lambda: open_to_warden(f"{home}/s"), pymysql.OperationalError)
        yield f"mysql://warden:{PASSWORD_IN_DSN}@127.0.0.1:{port}/shop"


def open_to_warden(pipe: str) -> None:
    """Make database and user, once the server has put its socket there."""
    if not Path(pipe).is_socket():
        raise pymysql.OperationalError("not there yet")
    with pymysql.connect(unix_socket=pipe, user="root") as root, root.cursor() as cursor:
        cursor.execute("create database shop character set utf8mb4")
        cursor.execute("create user warden@'%%' identified by %s", (PASSWORD,))
        cursor.execute("grant all on *.* to warden@'%'")


def wait_until(attempt: Callable[[], None], error: type[Exception]) -> None:
    """Try for 30 s."""
    for _ in range(150):
        try:
            attempt()
        except error:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server did not start")
