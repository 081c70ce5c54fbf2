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
@click.pass_context
def serve(context: click.Context, port: int) -> None:
    """Serve the pages until Ctrl-C.

    They are for this machine alone (127.0.0.1). The link that is printed opens them once; whoever
    opens it stays signed in with that browser.
    """
    from storewarden import bootstrap

    path = pass_asked(context).path
    token = secrets.token_urlsafe(32)
    with _loopback(port) as door:
        link = f"http://127.0.0.1:{door.getsockname()[1]}/enter/{token}"
        words = f"Open {link}\nThe link works once. Stop with Ctrl-C."
        bootstrap.serve(path, door, token, lambda: terminal.say(words))


def _loopback(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
        door.listen()
    except OSError as taken:
        door.close()
        raise Unreachable(f"port {port} cannot be used: {taken.strerror}; name another") from taken
    return door


COMMAND = serve
