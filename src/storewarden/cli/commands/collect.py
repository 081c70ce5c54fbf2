"""``storewarden collect``: read this machine into a small file, for a Storewarden elsewhere."""

import sys

import click


@click.command("collect")
def collect() -> int:
    """Print what is known of this machine's patches as JSON.

    Fixed commands that change nothing: package lists, kernels, programs on replaced libraries,
    automatic updates, versions. Run it on the host, best as root and from cron, and name the file
    as `collected` of that host in the estate file:

        storewarden collect > host.json
    """
    from storewarden.bootstrap import hosts

    sys.stdout.buffer.write(hosts.collection() + b"\n")
    sys.stdout.flush()
    return 0


COMMAND = collect
