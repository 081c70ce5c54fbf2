"""Answers every request: a form's answer is a redirect, a cookie is set, 403 without its token."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    status = answer(environ)
    cookie = ("Set-Cookie", "csrftoken=abc123; Path=/; SameSite=Lax")
    start_response(status, [("Content-Type", "text/html"), ("Content-Length", "3"), cookie])
    return [b"ok\n"]


def answer(environ: dict[str, Any]) -> str:
    if environ["REQUEST_METHOD"] != "POST":
        return "200 OK"
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    token = parse_qs(body).get("csrfmiddlewaretoken", [""])[0]
    known = "csrftoken=abc123" in environ.get("HTTP_COOKIE", "")
    return "302 Found" if token == "abc123" and known else "403 Forbidden"
