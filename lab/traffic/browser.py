"""A small browser at an address of its own: keeps cookies, sends form tokens, follows nothing."""

import ssl
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import urllib3

from lab.traffic.agents import says_where_from
from lab.traffic.visits import Ask

_TIMEOUT = urllib3.Timeout(connect=10, read=60)


class Browser:
    """One visitor's browser.

    Each site has a jar of its own, and every connection leaves from the visitor's address.
    """

    def __init__(
        self, address: str, agent: str, sites: Mapping[str, str], trust: ssl.SSLContext
    ) -> None:
        self._agent = agent
        self._sites = sites
        self._seen: dict[str, str] = {}
        self._jars: dict[str, dict[str, str]] = {name: {} for name in sites}
        self._pool = urllib3.PoolManager(
            source_address=(address, 0), ssl_context=trust, retries=False, timeout=_TIMEOUT
        )
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        self._closing.enter_context(self._pool)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def send(self, ask: Ask) -> int:
        """Send one request and give the status."""
        jar, home = self._jars[ask.site], self._sites[ask.site]
        answer = self._pool.request(
            ask.method,
            home + ask.path,
            body=_body(ask, jar),
            headers=self._headers(ask, jar),
            redirect=False,
        )
        for line in answer.headers.getlist("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            jar[name.strip()] = value.strip()
        self._seen[ask.site] = home + ask.path
        return answer.status

    def _headers(self, ask: Ask, jar: Mapping[str, str]) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": "text/html,*/*;q=0.8", **_sent_with(ask)}
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if ask.site in self._seen and (ask.form is not None or says_where_from(self._agent)):
            headers["Referer"] = self._seen[ask.site]
        return headers


def _sent_with(ask: Ask) -> dict[str, str]:
    sent = {"Authorization": f"Bearer {ask.bearer}"} if ask.bearer else {}
    if ask.json is not None:
        sent["Content-Type"] = "application/json"
    if ask.form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    return sent


def _body(ask: Ask, jar: Mapping[str, str]) -> str | None:
    if ask.form is None:
        return ask.json
    tokens = [value for name, value in jar.items() if name.endswith("csrftoken")]
    return urlencode([*ask.form, *(("csrfmiddlewaretoken", value) for value in tokens)])
