"""Fails to log in on purpose, with an account that nobody has, and looks for it in the logs."""

import secrets
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.log_growth import Mark, marks
from storewarden.connectors.scanners.login_trace.forms import FORMS, Form, fields_of
from storewarden.connectors.scanners.login_trace.watching import first_with, telling_of_a_refusal
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.logs import LoginTrace, Traced

_OK: Final = 200
_REFUSALS: Final = (200, 400, 401)


def gather(site: Site, access: Access) -> Iterator[LoginTrace]:
    """Tell one fact; raises `Unreachable` when the form or every log is out of reach."""
    logs = [
        log for log in access.estate.assets if isinstance(log, LogSource) and log.site == site.id
    ]
    if not any(log.path.is_file() for log in logs):
        raise Unreachable(f"there is no log of {site.id} to look into")
    form = FORMS[site.platform or ""]
    path, marked = site.login or form.path, marks(logs)
    account = f"storewarden-{secrets.token_hex(6)}"
    _fail_to_log_in(access.web.visitor(), path, form, account)
    traced, found_in = _traced(marked, account)
    yield LoginTrace(path, traced, tuple(log.id for log in logs), found_in)


def _traced(marked: list[Mark], account: str) -> tuple[Traced, str]:
    named = first_with(marked, account)
    if named is not None:
        return Traced.NAMED, named
    unnamed = next(telling_of_a_refusal(marked), None)
    if unnamed is not None:
        return Traced.UNNAMED, unnamed
    return Traced.NOT_LOGGED, ""


def _fail_to_log_in(visitor: Web, path: str, form: Form, account: str) -> None:
    page = visitor.send(Request(path))
    fields = fields_of(page.text, form) if page.status == _OK else None
    if fields is None:
        raise Unreachable(f"no log-in form was found at {path} (status {page.status})")
    answer = visitor.send(_wrong_login(page, form, fields, account))
    if answer.status not in _REFUSALS:
        raise Unreachable(
            f"a wrong log-in at {path} was answered {answer.status}, not as a wrong password"
        )


def _wrong_login(page: Response, form: Form, fields: dict[str, str], account: str) -> Request:
    tried = {form.name: f"{account}@example.com", form.password: secrets.token_urlsafe(16)}
    button = dict([form.button]) if form.button else {}
    return Request(
        page.url,
        "POST",
        {"Referer": page.url},
        form={**fields, **tried, **button},
        follow=False,
    )


CONNECTOR = Connector(
    reads=Site,
    gives=(LoginTrace,),
    gather=gather,
    active=True,
    fits=lambda site: site.platform in FORMS,
)
