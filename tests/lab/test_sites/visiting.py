"""A visitor with a cookie jar who can fill in Django's forms."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import urllib3


class Visitor:
    """Keeps cookies and the last form token, as a browser does."""

    def __init__(self, web: urllib3.PoolManager, site: str) -> None:
        self._web = web
        self._site = site
        self._cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> urllib3.BaseHTTPResponse:
        return self._send("GET", path, None)

    def post(self, path: str, **fields: str) -> urllib3.BaseHTTPResponse:
        return self._send("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self._token()}))

    def _token(self) -> str:
        return next(m.value for name, m in self._cookies.items() if re.search("csrf", name))

    def _send(self, method: str, path: str, body: str | None) -> urllib3.BaseHTTPResponse:
        jar = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in self._cookies.items())
        headers = {"Cookie": jar, "Referer": self._site + path}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._web.request(
            method, self._site + path, body=body, headers=headers, redirect=False
        )
        for line in answer.headers.getlist("Set-Cookie"):
            self._cookies.load(line)
        return answer
