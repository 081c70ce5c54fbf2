"""Letters reach a real mail server, encrypted or not at all, and its refusals are understood."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.core.errors import StorewardenError, Undeliverable, Unreachable
from storewarden.core.notices import Letter, Notices, Tls
from storewarden.notify.mail.smtp import Smtp
from tests.connectors.web_servers import certificate
from tests.support.mail import PASSWORD, USER, Mailroom, mail_server

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
LETTER = Letter(
    "0123456789abcdef01234567", "abc", "ada", "ada@shop.example", 0, "Ünread: <b>x", "Zwölf\n.\n"
)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    trusted, server = certificate(tmp_path_factory.mktemp("tls"), "127.0.0.1")
    return server, trusted


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mail_server() as running:
        yield running


def wanted(room: Mailroom, tls: Tls = Tls.NONE, **more: object) -> Notices:
    plain = Notices("127.0.0.1", room.port, tls, sender="warden@shop.example")
    return replace(plain, **more)  # type: ignore[arg-type]  # fields by name


def test_a_letter_arrives_whole_with_an_id_of_its_own(room: Mailroom) -> None:
    Smtp(wanted(room)).carry(LETTER, NOON)
    Smtp(wanted(room)).carry(LETTER, NOON)
    mail, again = room.mails
    assert room.recipients == ["ada@shop.example"] * 2
    assert (mail["Subject"], mail["From"], mail["To"]) == (
        "Ünread: <b>x",
        "warden@shop.example",
        "ada@shop.example",
    )
    assert mail["Message-ID"] == again["Message-ID"] == f"<{LETTER.id}@shop.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Fri, 27 Nov 2026 12:00:00 +0000"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == "Zwölf\n.\n"


def test_starttls_with_log_in(tls: tuple[ssl.SSLContext, Path]) -> None:
    with mail_server(starttls=tls[0], auth=True) as room:
        asked = wanted(room, Tls.STARTTLS, ca_file=tls[1], user=USER)
        Smtp(asked, PASSWORD).carry(LETTER, NOON)
    assert (len(room.mails), room.users) == (1, [USER])


def test_implicit_tls_with_log_in(tls: tuple[ssl.SSLContext, Path]) -> None:
    with mail_server(implicit=tls[0], auth=True) as room:
        asked = wanted(room, Tls.IMPLICIT, ca_file=tls[1], user=USER)
        Smtp(asked, PASSWORD).carry(LETTER, NOON)
    assert (len(room.mails), room.users) == (1, [USER])


def refused(asked: Notices, password: str | None = None) -> StorewardenError:
    with pytest.raises(StorewardenError) as told:
        Smtp(asked, password).carry(LETTER, NOON)
    assert "ada@" not in str(told.value)
    assert (password or PASSWORD) not in str(told.value)
    return told.value


def test_a_server_without_encryption_gets_nothing(room: Mailroom) -> None:
    told = refused(wanted(room, Tls.STARTTLS))
    assert isinstance(told, Unreachable)
    assert "offers no encryption; nothing was sent" in str(told)
    assert room.mails == []


def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    tls: tuple[ssl.SSLContext, Path],
) -> None:
    with mail_server(starttls=tls[0]) as room:
        told = refused(wanted(room, Tls.STARTTLS))
    assert isinstance(told, Unreachable)
    assert "certificate is not trusted" in str(told)
    assert room.mails == []


def test_a_wrong_password_may_be_put_right(tls: tuple[ssl.SSLContext, Path]) -> None:
    with mail_server(starttls=tls[0], auth=True) as room:
        told = refused(wanted(room, Tls.STARTTLS, ca_file=tls[1], user=USER), "not the one")
    assert isinstance(told, Unreachable)
    assert str(told) == "the mail server refused user and password (535)"


def test_a_password_never_travels_in_the_clear() -> None:
    elsewhere = Notices("192.0.2.1", 25, Tls.NONE, USER, sender="w@shop.example")
    told = refused(elsewhere, PASSWORD)
    assert str(told) == "a password is not sent without encryption; set tls in [notices]"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ("451 try later", Unreachable, "refused the notice (451: try later)"),
        ("554 <ada@shop.example> \x1b[31mno", Undeliverable, "(554: (address) [U+001B][31mno)"),
    ],
)
def test_the_server_says_whether_trying_again_helps(
    room: Mailroom, answer: str, kind: type[StorewardenError], words: str
) -> None:
    room.answers.append(answer)
    told = refused(wanted(room))
    assert type(told) is kind
    assert words in str(told)


@pytest.mark.parametrize(("code", "kind"), [("450", Unreachable), ("550", Undeliverable)])
def test_an_unknown_recipient_is_named_by_his_id(
    room: Mailroom, code: str, kind: type[StorewardenError]
) -> None:
    room.strangers["ada@shop.example"] = f"{code} no such user"
    told = refused(wanted(room))
    assert type(told) is kind
    assert str(told) == f"the mail server refused the address of ada ({code}: no such user)"


def test_silence_is_told_in_words() -> None:
    with mail_server() as room:
        pass
    told = refused(wanted(room))
    assert isinstance(told, Unreachable)
    assert "could not be used: Connection refused" in str(told)


@pytest.mark.parametrize("address", ["a@b\r\nBcc: eve@evil.example", "a@b\n\n<script>", "@", "  "])
def test_an_address_cannot_smuggle_headers_in(room: Mailroom, address: str) -> None:
    with pytest.raises(StorewardenError):
        Smtp(wanted(room)).carry(replace(LETTER, address=address), NOON)
    assert room.mails == []


def test_a_knock_logs_in_and_sends_nothing(tls: tuple[ssl.SSLContext, Path]) -> None:
    with mail_server(starttls=tls[0], auth=True) as room:
        asked = wanted(room, Tls.STARTTLS, ca_file=tls[1], user=USER)
        said = Smtp(asked, PASSWORD).knock()
    assert said == (
        f"127.0.0.1:{room.port} answers, encrypted (starttls), logged in; no mail was sent"
    )
    assert (room.users, room.mails, room.recipients) == ([USER], [], [])


def test_a_knock_says_that_nothing_is_encrypted(room: Mailroom) -> None:
    assert Smtp(wanted(room)).knock() == (
        f"127.0.0.1:{room.port} answers, not encrypted, without a log-in; no mail was sent"
    )


def test_a_knock_at_a_wrong_door_says_what_is_wrong(tls: tuple[ssl.SSLContext, Path]) -> None:
    with mail_server(starttls=tls[0], auth=True) as room:
        for asked, password, words in (
            (wanted(room, Tls.STARTTLS), None, "certificate is not trusted"),
            (
                wanted(room, Tls.STARTTLS, ca_file=tls[1], user=USER),
                "not the one",
                "refused user and password (535)",
            ),
            (wanted(room, Tls.STARTTLS, ca_file=tls[1].parent / "gone"), None, "ca_file of [noti"),
        ):
            with pytest.raises(Unreachable) as told:
                Smtp(asked, password).knock()
            assert words in str(told.value)
            assert "not the one" not in str(told.value)
    with pytest.raises(Unreachable, match="could not be used: Connection refused"):
        Smtp(wanted(room)).knock()
