"""The plan of the traffic: the same for the same seed, and all of it in the truth."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from lab.traffic.plan import plan
from lab.traffic.truth import Truth, joined, read, truth_of, written
from lab.traffic.visits import Story, Visit

SEEDS = st.integers(min_value=0, max_value=2**32)
KINDS = {
    "card_testing",
    "credential_stuffing",
    "injection_probing",
    "price_scraping",
    "slow_credential_stuffing",
    "voucher_guessing",
}


def of(story: Story, visits: tuple[Visit, ...]) -> list[Visit]:
    return [visit for visit in visits if visit.story is story]


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_the_same_seed_gives_the_same_plan_and_another_seed_another(seed: int) -> None:
    assert plan(seed) == plan(seed)
    assert plan(seed) != plan(seed + 1)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_every_visit_is_told_of_as_honest_or_as_an_attack(seed: int) -> None:
    visits = plan(seed)
    truth = truth_of(seed, visits)
    well = {address for told in truth.honest for address in told.addresses}
    ill = {address for told in truth.attackers for address in told.addresses}
    assert well.isdisjoint(ill)
    assert {visit.address for visit in visits if visit.story.honest} == well
    assert {visit.address for visit in visits if not visit.story.honest} == ill
    assert all(address.startswith("127.10.") for address in well)
    assert all(address.startswith("127.66.") for address in ill)
    told = [*truth.honest, *truth.attackers]
    assert sum(each.requests for each in told) == sum(len(visit.asks) for visit in visits)
    assert {each.kind for each in truth.attackers} == KINDS


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_visits_come_in_their_order_and_within_the_story(seed: int) -> None:
    begins = [visit.begins for visit in plan(seed)]
    assert begins == sorted(begins)
    assert all(0 <= begin < 1 for begin in begins)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_the_burst_is_a_burst_and_the_slow_one_is_scattered(seed: int) -> None:
    visits = plan(seed)
    (burst,) = of(Story.CREDENTIAL_STUFFING, visits)
    tries = [dict(ask.form)["login-username"] for ask in burst.asks if ask.form]
    assert len(tries) >= 60
    assert len(set(tries)) >= 40
    assert set(tries) == set(burst.accounts)
    slow = of(Story.SLOW_STUFFING, visits)
    assert len({visit.address for visit in slow}) == 15
    assert {sum(ask.method == "POST" for ask in visit.asks) for visit in slow} == {2}


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_honest_people_mistype_at_most_three_times_and_then_get_in(seed: int) -> None:
    for visit in of(Story.MISTYPER, plan(seed)):
        answers = [ask.expects for ask in visit.asks if ask.form]
        assert answers[-1] == 302
        assert answers[:-1] in ([200] * 2, [200] * 3)


def test_the_office_logs_in_many_people_from_one_address_without_a_miss() -> None:
    office = of(Story.OFFICE, plan(7))
    assert {visit.address for visit in office} == {"127.10.80.1"}
    assert len({visit.accounts for visit in office}) == 14
    assert {ask.expects for visit in office for ask in visit.asks if ask.form} == {302}


def test_the_decoys_are_there() -> None:
    asked = Counter(ask.path for seed in range(3) for v in plan(seed) for ask in v.asks)
    for decoy in ("/for-school/?key_stage=2", "/?token=", "/portal/?password_changed=1"):
        assert asked[decoy] >= 1
    assert asked["/search/?q=select+union+square+tee"] >= 1


def test_nobody_sends_a_card_number_that_is_not_a_public_test_card() -> None:
    cards = {
        value
        for visit in plan(7)
        for ask in visit.asks
        for name, value in ask.form or ()
        if name == "number"
    }
    assert "4111111111111111" in cards
    assert all(card[:4] in PUBLIC for card in cards)


PUBLIC = {"4111", "4242", "4012", "5555", "5105", "2223", "3782", "3714", "6011", "3056"}


def test_the_truth_survives_its_file_and_is_joined_with_the_next_play() -> None:
    first, second = truth_of(7, plan(7)), truth_of(8, plan(8))
    assert read(written(first)) == first
    both = joined(first, second)
    assert both == Truth((7, 8), first.honest + second.honest, first.attackers + second.attackers)
