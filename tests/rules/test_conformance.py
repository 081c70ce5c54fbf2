"""Every rule keeps the promises of the house, whoever adds it: no rule is listed here."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from storewarden.kernels import events
from storewarden.kernels.sigma.live.correlating import Correlator
from storewarden.kernels.sigma.live.masks import NONE
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.rules import Rule
from storewarden.kernels.sigma.sql.hunts import correlation_query, rule_query
from tests.rules.stories import FOLDERS, Story, main_rule, ruleset_of, stories_of

EVERY_RULE = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def said_live(folder: Path, story: Story) -> set[int]:
    """Line numbers that the rule matches; for a correlation the moments at which it is true."""
    found, main = ruleset_of(folder), main_rule(folder)
    matched = Matcher(found.rules).match(story.batch)
    if isinstance(main, Rule):
        rows = matched.get(main.told.key, NONE)
        return {story.batch.column("line")[int(row)].as_py() for row in rows}
    correlator = Correlator(found.correlations)
    fired = [*correlator.advance(story.batch, matched), *correlator.finish()]
    return {one.time for one in fired if one.key == main.told.key}


def said_by_hunt(folder: Path, story: Story) -> set[int]:
    main = main_rule(folder)
    known = {rule.told.key: rule for rule in ruleset_of(folder).rules}
    with duckdb.connect() as base:
        base.register("events", events.stored(story.batch))
        if isinstance(main, Rule):
            rows = base.execute(rule_query(main)).fetchall()
            return {row[events.LIVE.names.index("line")] for row in rows}
        rows = base.execute(correlation_query(main, known)).fetchall()
        return {row[-2] for row in rows}


@EVERY_RULE
def test_a_rule_tells_people_what_it_means(folder: Path) -> None:
    told = main_rule(folder).told
    assert folder.name == folder.name.lower()
    assert folder.name.isidentifier()
    assert told.key == folder.name
    assert told.id, "a rule needs an id: uuidgen"
    assert 10 <= len(told.title) <= 80
    assert told.why.endswith(".")
    assert told.do.endswith(".")
    assert told.false_positives


@EVERY_RULE
def test_a_rule_shows_a_good_and_a_bad_day(folder: Path) -> None:
    assert {story.bad for story in stories_of(folder)} == {True, False}
    assert all(story.batch.num_rows for story in stories_of(folder))


@EVERY_RULE
def test_a_rule_says_what_its_cases_expect(folder: Path) -> None:
    single = isinstance(main_rule(folder), Rule)
    for story in stories_of(folder):
        said = said_live(folder, story)
        if not story.bad:
            assert said == set(), f"{story.name} was matched"
        elif single:
            lines = set(story.batch.column("line").to_pylist())
            assert said == lines, f"{story.name} was missed"
        else:
            assert said, f"{story.name} was missed"


@pytest.mark.slow
@EVERY_RULE
def test_a_hunt_says_the_same_as_the_live_rule(folder: Path) -> None:
    for story in stories_of(folder):
        assert said_by_hunt(folder, story) == said_live(folder, story), story.name


def test_keys_and_ids_are_unique_in_the_whole_house() -> None:
    told = [main_rule(folder).told for folder in FOLDERS]
    twice = [one for one, times in Counter(one.id for one in told).items() if times > 1]
    assert twice == []
    keys = Counter(rule.told.key for folder in FOLDERS for rule in ruleset_of(folder).rules)
    assert [key for key, times in keys.items() if times > 1] == []
