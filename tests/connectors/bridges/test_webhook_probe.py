"""A forged event is sent to a real receiver, and how it answers is told."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storewarden.connectors.scanners.webhook_probe.connector import CONNECTOR, gather
from storewarden.connectors.web.client import web_for
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Integration
from storewarden.facts.bridges import HookAnswer, WebhookAnswers
from tests.connectors.web_servers import Answering, site
from tests.support.access import access_to, an_estate

HEADER = "X-Shop-Signature"


def said(request: BaseHTTPRequestHandler, status: int, body: bytes = b"{}") -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def body_of(request: BaseHTTPRequestHandler) -> bytes:
    return request.rfile.read(int(request.headers["Content-Length"]))


def trusting(request: BaseHTTPRequestHandler) -> None:
    event = json.loads(body_of(request))
    found = request.path == "/hooks/changed/"
    ours = event["test"] is True and event["upc"].startswith("storewarden-test-")
    said(request, 200 if found and ours else 404)


def careful(request: BaseHTTPRequestHandler) -> None:
    body_of(request)
    if request.path != "/hooks/changed/":
        said(request, 404)
    elif HEADER in request.headers:
        said(request, 400, b"the Signature does not fit")
    else:
        said(request, 401)


def yes_to_everything(request: BaseHTTPRequestHandler) -> None:
    body_of(request)
    said(request, 200, b"welcome")


def answers(answering: Answering, root: Path, header: str | None) -> list[WebhookAnswers]:
    with site(answering) as url:
        hook = Integration(
            "hook", "webhook", "shop", "cms", f"{url}/hooks/changed/", header, consent=True
        )
        web = web_for(url, allowed_hosts=["127.0.0.1"])
        return list(gather(hook, access_to(an_estate(root, hook), web=web)))


def test_a_trusting_receiver_takes_it(tmp_path: Path) -> None:
    assert answers(trusting, tmp_path, None) == [WebhookAnswers("/hooks/changed/", HookAnswer(200))]


def test_a_careful_receiver_refuses_both(tmp_path: Path) -> None:
    assert answers(careful, tmp_path, HEADER) == [
        WebhookAnswers(
            "/hooks/changed/",
            HookAnswer(401),
            HEADER,
            HookAnswer(400, names_signature=True),
        )
    ]


def test_a_server_that_says_yes_to_everything_is_not_taken_for_a_receiver(tmp_path: Path) -> None:
    alike = HookAnswer(200, like_control=True)
    assert answers(yes_to_everything, tmp_path, HEADER) == [
        WebhookAnswers("/hooks/changed/", alike, HEADER, alike)
    ]


def test_a_silent_receiver_is_unreachable(tmp_path: Path) -> None:
    with site(trusting) as url:
        gone = url
    hook = Integration("hook", "webhook", "shop", "cms", f"{gone}/hooks/changed/")
    web = web_for(gone, allowed_hosts=["127.0.0.1"])
    with pytest.raises(Unreachable):
        list(gather(hook, access_to(an_estate(tmp_path, hook), web=web)))


def test_it_is_an_active_probe_of_webhooks_only() -> None:
    assert CONNECTOR.active
    assert CONNECTOR.fits(Integration("a", "webhook", "a", "b", "https://b.example/"))
    assert not CONNECTOR.fits(Integration("a", "api", "a", "b", "https://b.example/"))
