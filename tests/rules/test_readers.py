"""Rules that ask what was done have cases that come through a reader of real lines or rows."""

from pathlib import Path

import pytest

from tests.rules.stories import FOLDERS, stories_of

ASKING = [folder for folder in FOLDERS if "    action:" in (folder / "rule.yml").read_text("utf-8")]


def test_there_are_such_rules() -> None:
    assert len(ASKING) >= 14


@pytest.mark.parametrize("folder", ASKING, ids=lambda folder: folder.name)
def test_good_and_bad_lines_come_through_a_reader(folder: Path) -> None:
    read = [story for story in stories_of(folder) if ".toml" not in story.name]
    assert {story.bad for story in read} == {True, False}
