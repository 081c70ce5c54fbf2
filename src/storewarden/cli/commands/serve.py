"""``storewarden serve``: the pages for people, on this machine alone."""

import secrets
import socket

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.core.errors import Unreachable


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Else a free one; it is printed."
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Another address of this machine, for a proxy elsewhere; docs/notices.md says how.",
)
@click.pass_context
def serve(context: click.Context, port: int, listen: str) -> None:
    """Serve the pages until Ctrl-C.

    They are for this machine alone (127.0.0.1). The link that is printed opens them once; whoever
    opens it stays signed in with that browser. The signed links of mails open without it.
    """
    from storewarden.bootstrap import serving

    path = pass_asked(context).path
    token = secrets.token_urlsafe(32)
    with _opened(listen, port) as door:
        link = f"http://127.0.0.1:{door.getsockname()[1]}/enter/{token}"
        words = f"Open {link}\nThe link works once. Stop with Ctrl-C."
        serving.serve(path, door, token, lambda: terminal.say(words))


def _opened(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((address, port))
        door.listen()
    except OSError as taken:
        door.close()
        where = f"port {port}" if address == "127.0.0.1" else f"{address}, port {port},"
        raise Unreachable(f"{where} cannot be used: {taken.strerror}; name another") from taken
    return door


COMMAND = serve
