"""Who stands out, word for word; and when it may be called an alert."""

from dataclasses import replace

import pytest

from storewarden.core.alerts import Actor, ActorKind, Alert
from storewarden.core.verdicts import Severity
from storewarden.kernels.baselines import Judged, Lesson, alert, judge, learn
from storewarden.kernels.baselines.firsts import block, client, route
from tests.kernels.baselines.oracle import FEATURES, HOUR, Event, seen

DAY = 24 * HOUR
MINUTE = HOUR // 60
FIREFOX = "Mozilla/5.0 (X11; rv:143.0) Gecko/20100101 Firefox/143.0"
THIEF = "203.0.113.9"


def usual_days(days: int = 20) -> list[Event]:
    """Ten customers a day, two vouchers each."""
    return [
        Event(
            day * DAY + customer * HOUR + number * MINUTE,
            f"192.0.2.{customer}",
            "/",
            action="voucher_try" if number < 2 else None,
            object=f"SAVE{number}" if number < 2 else None,
            agent=FIREFOX,
        )
        for day in range(days)
        for customer in range(10)
        for number in range(6)
    ]


def guesses(day: int, agent: str = FIREFOX) -> list[Event]:
    start = day * DAY + 5 * HOUR
    return [
        Event(
            start + number * MINUTE // 4,
            THIEF,
            "/",
            action="voucher_try",
            object=f"TRY{number}",
            agent=agent,
        )
        for number in range(41)
    ]


def judged(told: list[Event], lesson: Lesson) -> tuple[Judged, list[Alert | None]]:
    found = seen(told)
    model = learn(found, lesson)
    ranks = judge(model, found, 3)
    return ranks, [alert(one, model, "shop_access") for one in ranks.standings]


@pytest.mark.slow
def test_the_figure_that_stands_out_is_named() -> None:
    ranks, _ = judged([*usual_days(), *guesses(18)], Lesson())
    first = ranks.standings[0]
    assert first.actor == Actor(ActorKind.ADDRESS, THIEF)
    assert first.score == 19.5
    assert "41 distinct vouchers, usually 2" in first.reasons
    assert (first.requests, first.visits, first.dumb_rank) == (41, 1, 11)
    assert all(other.score < 1 for other in ranks.standings[1:])


@pytest.mark.slow
def test_an_hour_of_the_shop_that_was_not_as_usual_is_named() -> None:
    ranks, _ = judged([*usual_days(30), *guesses(28)], Lesson())
    (hour,) = ranks.hours
    assert hour.begin == 28 * DAY + 5 * HOUR
    assert hour.reasons[0] == "43 voucher tries, usually 2 at that hour of the week"


def test_two_baselines_that_agree_are_an_alert() -> None:
    ranks, alerts = judged([*usual_days(), *guesses(18, "guesser/1.0")], Lesson())
    thief = ranks.standings[0]
    assert {"amounts", "first seen"} <= set(thief.voices)
    assert thief.reasons[-2:] == (
        "first visit from the network 203.0.113.0/24",
        "first visit of anybody with the client guesser",
    )
    assert alerts[0] == Alert(
        "baselines",
        "Behaves like nobody else",
        Severity.MEDIUM,
        (),
        Actor(ActorKind.ADDRESS, THIEF),
        18 * DAY + 5 * HOUR,
        18 * DAY + 5 * HOUR + 10 * MINUTE,
        41,
        "shop_access",
        (),
        f"{'; '.join(thief.reasons)} ({' and '.join(thief.voices)} stand out)",
        "Look at what it did (storewarden hunt), and ask whether anybody of yours knows it.",
        (THIEF,),
    )
    assert not any(alerts[1:])


def test_one_baseline_alone_is_no_alert() -> None:
    found = seen([*usual_days(), *guesses(18, "guesser/1.0")])
    model = learn(found, Lesson())
    thief = judge(model, found, 3).standings[0]
    for voice in thief.voices:
        assert alert(replace(thief, voices=(voice,)), model, "shop_access") is None


@pytest.mark.parametrize(
    ("lesson", "learning"),
    [(Lesson(14), False), (Lesson(60), True), (Lesson(60, 150), False), (Lesson(19, 5_000), False)],
)
def test_a_new_shop_learns_for_a_stated_time(lesson: Lesson, *, learning: bool) -> None:
    found = seen([*usual_days(), *guesses(18, "guesser/1.0")])
    model = learn(found, lesson)
    assert (model.taught is None) is learning
    if learning:
        assert model.standing() == (
            "learning: 201 visits since 1970-01-01; figures rank and explain, nothing alerts before"
            " 60 days or 5,000 visits"
        )
        thief = judge(model, found, 3).standings[0]
        assert thief.score == 19.5
        assert alert(thief, model, "shop_access") is None
    else:
        assert model.standing() == "learned from 201 visits since 1970-01-01"


def test_a_model_learned_before_knows_what_is_new_later() -> None:
    model = learn(seen(usual_days()), Lesson())
    later = [replace(each, time=(each.time or 0) + 30 * DAY) for each in usual_days(2)]
    ranks = judge(model, seen([*later, *guesses(31, "guesser/1.0")]), 3)
    assert ranks.standings[0].actor.value == THIEF
    assert "first visit of anybody with the client guesser" in ranks.standings[0].reasons
    assert not any(one.voices for one in ranks.standings[1:])


def test_who_is_often_there_is_compared_with_its_own_past() -> None:
    office = [
        Event(day * DAY + 12 * HOUR + number * MINUTE // 4, "198.51.100.7", f"/{number}")
        for day in range(20)
        for number in range(60 if day < 19 else 200)
    ]
    ranks, _ = judged([*usual_days(), *office], Lesson())
    first = ranks.standings[0]
    assert first.actor.value == "198.51.100.7"
    assert first.reasons[0] == "200 different pages, usually 60 for it"


def test_a_key_on_a_new_route_and_an_account_from_elsewhere_are_told() -> None:
    def use(day: int, path: str, address: str = "192.0.2.3") -> Event:
        when = day * DAY + 9 * HOUR
        return Event(when, address, path, action="api_call", object="key_1", account="ada")

    told = [use(day, f"/api/stock/{day}/") for day in range(20)]
    ranks, _ = judged([*told, use(20, "/api/customers/", "198.51.100.1")], Lesson())
    found = {one.actor: one for one in ranks.standings}
    key, ada = found[Actor(ActorKind.KEY, "key_1")], found[Actor(ActorKind.ACCOUNT, "ada")]
    assert key.reasons == (
        "first time on the route /api/customers/",
        "first time from the network 198.51.100.0/24",
    )
    assert ada.reasons[-1] == "first time from the network 198.51.100.0/24"
    assert key.voices == ada.voices == ("first seen",)


def test_hostile_text_stays_text() -> None:
    bad = "\x1b]0;x\x07<script>{0.__class__}%s"
    told = [*usual_days(), *guesses(18, bad), Event(19 * DAY, bad, bad, account=bad, query=bad)]
    ranks, _ = judged(told, Lesson())
    assert Actor(ActorKind.ADDRESS, bad) in {one.actor for one in ranks.standings}
    assert any("{0.__class__}" in words for one in ranks.standings for words in one.reasons)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("p:c29tZXRoaW5n", ""),
        ("", ""),
        ("\x1b[2J", ""),
    ],
)
def test_the_network_of_an_address(address: str, expected: str) -> None:
    assert block(address) == expected


def test_clients_and_routes_are_told_without_versions_and_numbers() -> None:
    assert client(FIREFOX) == "Firefox"
    assert client("python-requests/2.32.3") == "python-requests"
    assert client("Mozilla/5.0 (iPhone) AppleWebKit Version/18.6 Mobile Safari/604.1") == "Safari"
    assert client("Mozilla/4.0 (compatible)") == "other browser"
    assert route("/api/orders/1234/lines/5") == "/api/orders/0/lines/0"


def test_figures_are_said_as_people_write_them() -> None:
    requests = FEATURES[0]
    said = [requests.said(figure) for figure in (0, 1, 2.5, 12_345, 1_234_567)]
    assert said == [
        "0 requests",
        "1 request",
        "2.5 requests",
        "12,345 requests",
        "1,234,567 requests",
    ]
