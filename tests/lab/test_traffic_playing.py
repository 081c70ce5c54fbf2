"""Played traffic arrives: from the visitor's own address, with cookies and form tokens."""

import ssl
from pathlib import Path

import pytest
from lab.run import opening, tls
from lab.run.errors import LabError
from lab.traffic.playing import Played, play
from lab.traffic.visits import Story, Visit, post, view

from tests.lab.standin.estate import PARTS, TODAY

pytestmark = pytest.mark.slow
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


def visit(address: str, *asks: str, agent: str = AGENT) -> Visit:
    return Visit(Story.SHOPPER, address, agent, tuple(view("shop", ask) for ask in asks), 0.0, 1.0)


def test_each_visitor_comes_from_an_address_of_its_own(tmp_path: Path) -> None:
    form = post("cms", "/admin/login/", {"username": "nia"})
    editor = Visit(Story.EDITOR, "127.10.70.1", AGENT, (view("cms", "/"), form), 0.5, 1.0)
    thief = visit("127.66.3.4", "/a", "/b", agent="Scrapy/2.13")
    with opening.opened(tmp_path, PARTS, 7, TODAY) as lab:
        trust = ssl.create_default_context(cafile=str(tmp_path / tls.CA_FILE))
        played = play([visit("127.10.1.9", "/x", "/y?q=1"), editor, thief], lab.urls, trust)
    assert played == Played(requests=6, surprises={})
    home = lab.urls["shop"]
    assert spoken(tmp_path, "shop", "127.10.1.9") == [
        '"GET /x HTTP/1.1" 200 3 "-"',
        f'"GET /y?q=1 HTTP/1.1" 200 3 "{home}/x"',
    ]
    assert spoken(tmp_path, "shop", "127.66.3.4") == [
        '"GET /a HTTP/1.1" 200 3 "-"',
        '"GET /b HTTP/1.1" 200 3 "-"',
    ]
    assert spoken(tmp_path, "cms", "127.10.70.1") == [
        '"GET / HTTP/1.1" 200 3 "-"',
        f'"POST /admin/login/ HTTP/1.1" 302 3 "{lab.urls["cms"]}/"',
    ]


def spoken(state: Path, site: str, address: str) -> list[str]:
    lines = (state / "logs" / f"{site}-access.log").read_text("utf-8").splitlines()
    mine = [line for line in lines if line.startswith(address + " ")]
    return [line.partition("] ")[2].rpartition(' "')[0] for line in mine]


def test_an_answer_that_was_not_planned_is_counted(tmp_path: Path) -> None:
    forgetful = Visit(Story.OFFICE, "127.10.80.1", AGENT, (post("shop", "/in", {}),), 0.0, 1.0)
    with opening.opened(tmp_path, PARTS, 7, TODAY) as lab:
        played = play([forgetful], lab.urls, ssl.create_default_context())
    assert played == Played(requests=1, surprises={"office POST /in: 403": 1})


def test_a_silent_site_is_told_by_name_of_the_visitor() -> None:
    nowhere = {"shop": "http://127.0.0.1:9"}
    with pytest.raises(LabError, match=r"shopper at 127\.10\.1\.9 got no answer"):
        play([visit("127.10.1.9", "/")], nowhere, ssl.create_default_context())
