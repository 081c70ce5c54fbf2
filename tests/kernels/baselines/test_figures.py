from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.core.alerts import ActorKind
from storewarden.kernels import events
from storewarden.kernels.baselines import (
    BaselineError,
    Lesson,
    Recorder,
    features_in,
    judge,
    learn,
    loaded,
    observe,
    saved,
    together,
)
from storewarden.kernels.baselines.robust import medians, steps, usual
from storewarden.kernels.baselines.visits import ENTITIES, Scale
from tests.kernels.baselines.oracle import FEATURES, HOUR, Event, batch, seen, stays, z

HOSTILE = "\x1b[2J<b>&\u202e{0}%s'; DROP\x00"
EVENTS = st.builds(
    Event,
    time=st.none() | st.integers(0, 30).map(lambda n: n * HOUR // 4),
    address=st.sampled_from(["192.0.2.1", "192.0.2.77", "2001:db8::1", HOSTILE, "", None]),
    path=st.sampled_from(
        ["/", "/catalogue/ink_1/", "/accounts/login/", "/basket/vouchers/add/", "/.env", HOSTILE]
    ),
    status=st.sampled_from([200, 302, 404]),
    method=st.sampled_from(["GET", "POST"]),
    query=st.sampled_from([None, "q=1", "q=2", HOSTILE]),
    agent=st.sampled_from([None, "curl/8.0", "Mozilla/5.0 Firefox/143.0", HOSTILE]),
    account=st.sampled_from([None, "ada", HOSTILE]),
    action=st.sampled_from([None, "voucher_try", "api_call", HOSTILE]),
    object=st.sampled_from([None, "SAVE5", "SAVE9", HOSTILE]),
)
SOME = st.lists(EVENTS, max_size=40)
SLOWLY = settings(max_examples=30)


def everything(told: Sequence[Event]) -> object:
    return judge(learn(seen(told), Lesson()), seen(told), 3)


@SLOWLY
@given(SOME)
def test_figures_are_what_a_slow_count_says(told: list[Event]) -> None:
    found = seen(told)
    for kind in (ActorKind.ADDRESS, ActorKind.ACCOUNT):
        for scale in Scale:
            cut = found.of(kind, scale)
            rows = zip(cut.entity, cut.begin.tolist(), cut.end.tolist(), cut.figures, strict=True)
            ours = [(who, begin, end, tuple(row)) for who, begin, end, row in rows]
            assert ours == stays(told, ENTITIES[kind], hours=scale is Scale.HOUR)


@given(st.lists(st.lists(st.integers(0, 99), min_size=3, max_size=3), min_size=1, max_size=30))
def test_steps_are_what_a_slow_count_says(rows: list[list[int]]) -> None:
    figures, floors = np.array(rows, float), np.array([0.5, 2.0, 30.0])
    ours = steps(figures, usual(figures, floors))
    for number, floor in enumerate(floors):
        assert ours[:, number].tolist() == pytest.approx(z(figures[:, number].tolist(), floor))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=40))
def test_the_median_of_each_group_is_the_median_of_the_group(rows: list[tuple[int, int]]) -> None:
    names = sorted({name for name, _ in rows})
    group = np.array([names.index(name) for name, _ in rows])
    figures = np.array([[figure] for _, figure in rows], float)
    slow = [[float(np.median([f for n, f in rows if n == name]))] for name in names]
    assert medians(figures, group, len(names)).tolist() == slow


@SLOWLY
@given(SOME, st.randoms(use_true_random=False), st.integers(0, 40))
def test_order_and_split_do_not_matter(told: list[Event], dice: Random, cut: int) -> None:
    mixed = dice.sample(told, len(told))
    one, two = seen(told), seen(mixed[:cut], [], mixed[cut:])
    assert saved(learn(one, Lesson())) == saved(learn(two, Lesson()))
    assert judge(learn(one, Lesson()), one, 3) == judge(learn(two, Lesson()), two, 3)


@SLOWLY
@given(SOME)
def test_days_read_one_by_one_are_the_same_as_all_at_once(told: list[Event]) -> None:
    timed = [each for each in told if each.time is not None]
    first = [each for each in timed if (each.time or 0) < 24 * HOUR]
    later = [each for each in timed if (each.time or 0) >= 24 * HOUR]
    days = together([seen([]), seen(first), seen(later)])
    whole = learn(seen(timed), Lesson())
    assert saved(learn(days, Lesson())) == saved(whole)
    assert judge(whole, days, 3) == judge(whole, seen(timed), 3)


@SLOWLY
@given(SOME)
def test_a_saved_model_judges_as_before(told: list[Event]) -> None:
    model = learn(seen(told), Lesson(1, 3))
    again = loaded(saved(model), FEATURES)
    assert saved(again) == saved(model)
    assert judge(again, seen(told), 3) == judge(model, seen(told), 3)


def test_nothing_at_all_is_no_trouble() -> None:
    nothing = observe(Recorder().records(), FEATURES)
    model = learn(nothing, Lesson())
    assert judge(model, nothing, 3).standings == ()
    assert model.standing().startswith("learning: 0 visits; figures rank and explain, nothing al")
    recorder = Recorder()
    recorder.take(events.empty())
    recorder.take(events.stored(events.empty()))
    assert saved(learn(observe(recorder.records(), FEATURES), Lesson())) == saved(model)
    assert saved(loaded(saved(model), FEATURES)) == saved(model)


def test_live_and_stored_events_are_alike() -> None:
    told = [Event(HOUR, account="ada"), Event(2 * HOUR, agent=HOSTILE), Event(None)]
    recorder = Recorder()
    recorder.take(events.stored(batch(told)))
    assert saved(learn(observe(recorder.records(), FEATURES), Lesson())) == saved(
        learn(seen(told), Lesson())
    )
    assert recorder.records().untimed == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "this is no saved model"),
        (b"[]", "this is no saved model"),
        (b'{"version": 2}', "the model is of version 2, not 1; learn it anew"),
        (b'{"version": 1}', "missing required field"),
    ],
)
def test_another_model_is_refused_with_the_way_out(text: bytes, words: str) -> None:
    with pytest.raises(BaselineError, match=words):
        loaded(text, FEATURES)


def test_a_model_of_other_figures_is_refused() -> None:
    model = learn(seen([Event(HOUR)]), Lesson())
    with pytest.raises(BaselineError, match="other figures; learn it anew"):
        loaded(saved(model), FEATURES[1:])
    damaged = saved(model).replace(b'"spread":[[10.0', b'"spread":[[0.0', 1)
    with pytest.raises(BaselineError, match="spread is not above 0"):
        loaded(damaged, FEATURES)
    with pytest.raises(BaselineError, match="every kind of stay"):
        loaded(saved(model).replace(b"account.visit", b"account.night"), FEATURES)
    with pytest.raises(BaselineError, match="this is no saved model"):
        loaded(saved(model).replace(b'"sample":[[', b'"sample":[[0.5,'), FEATURES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("feature = 3", "Expected `array`"),
        ("feature = []", "it needs figures"),
        ("[[feature]\n", "visits.toml"),
        ('[[feature]]\nid="a"\none="a"\nmany="as"\ncount="distinct"\nfloor=1.0', "goes with a col"),
        ('[[feature]]\nid="a"\none="a"\nmany="as"\ncount="rows"\nfloor=0.0', "floor must be above"),
        (
            '[[feature]]\nid="a"\none="a"\nmany="as"\ncount="rows"\nfloor=1.0\nsignals=["moon"]',
            "there is no signal 'moon'",
        ),
    ],
)
def test_a_wrong_declaration_is_named(text: str, words: str) -> None:
    with pytest.raises(BaselineError, match=r"visits\.toml") as told:
        features_in(text, "visits.toml")
    assert words in str(told.value)
