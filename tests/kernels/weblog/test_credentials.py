"""A secret in an address is found and masked at once; what only looks like one is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.weblog.credentials import credentials
from storewarden.kernels.weblog.requests import parsed
from storewarden.kernels.weblog.revealing import Kind, Revealed, revealed
from tests.kernels.weblog.test_requests import line


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("user=eve&password=hunter2", Revealed(Kind.PASSWORD, "password", "***")),
        ("login-password=a", Revealed(Kind.PASSWORD, "login_password", "***")),
        ("userPassword=s%20e", Revealed(Kind.PASSWORD, "userpassword", "***")),
        ("user%5Bpassword%5D=abc", Revealed(Kind.PASSWORD, "user_password", "***")),
        ("api_key=abcdefghijklmnop", Revealed(Kind.KEY, "api_key", "abc***")),
        ("X-Api-Key=abcdefgh", Revealed(Kind.KEY, "x_api_key", "***")),
        ("consumer_secret=cs_0123456789abcdef", Revealed(Kind.KEY, "consumer_secret", "cs_***")),
        ("token=0123456789abcdef", Revealed(Kind.TOKEN, "token", "012***")),
        ("a;user_token=0123456789abcdef", Revealed(Kind.TOKEN, "user_token", "012***")),
        ("card=4111+1111-1111 1111", Revealed(Kind.CARD, "card", "411111...1111")),
        ("cc_number=378282246310005", Revealed(Kind.CARD, "cc_number", "378282...0005")),
    ],
)
def test_a_secret_is_found_and_masked(query: str, found: Revealed) -> None:
    assert list(revealed(query)) == [found]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "password_changed=1",
        "key_stage=2",
        "token=",
        "token",
        "password=",
        "show_password=1",
        "forgot_password=true",
        "password=***",
        "password=%5BREDACTED%5D",
        "api_key=xxxxxxxxxxxx",
        "page_token=0123456789abcdef",
        "csrf_token=0123456789abcdef",
        "token=short",
        "key=wc_order_0123456789",
        "card=4111111111111112",
        "order=4111111111111111",
        "card=visa",
        "q=password",
        "sort=author&session_type=evening",
    ],
)
def test_what_is_no_secret_is_left_alone(query: str) -> None:
    assert list(revealed(query)) == []


@given(st.text(min_size=12), st.sampled_from(["password", "api_key", "token", "card"]))
def test_never_more_than_a_start_is_shown(value: str, name: str) -> None:
    for found in revealed(f"{name}={value}"):
        assert len(found.masked) <= 6 or found.kind is Kind.CARD


def test_secrets_of_a_log_are_counted_by_place() -> None:
    block = (
        line("GET /portal/login?user=a&password=one HTTP/1.1") * 2
        + line("GET /portal/login?user=b&password=two HTTP/1.1")
        + line("GET /api/?api_key=abcdefghijklmnop HTTP/1.1", status=401)
        + line("GET /nowhere?password=x HTTP/1.1", status=404)
        + line("GET /account/?password_changed=1 HTTP/1.1")
    )
    assert credentials(parsed(block).frame).rows() == [
        ("/api/", "API key", "api_key", "abc***", 1),
        ("/portal/login", "password", "password", "***", 3),
    ]
    assert credentials(parsed(b"").frame).rows() == []
