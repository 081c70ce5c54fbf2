"""Every address shows the same friendly page: ``lab.campaign.wsgi:application``."""

from collections.abc import Callable, Iterable
from pathlib import Path

PAGE = Path(__file__).with_name("page.html").read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(PAGE))),
    ("X-Content-Type-Options", "nosniff"),
]


def application(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer 200 with the page, whatever was asked."""
    start("200 OK", HEADERS)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else PAGE]
