"""Every behaviour shows a bad day and a good day, and says what to do."""

from pathlib import Path

import pytest

from storewarden.kernels.windows import Behaviour
from tests.behaviours.played import FOLDER, behaviours, case_in, cases, play


@pytest.mark.slow
@pytest.mark.parametrize("file", cases(), ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_a_case_names_whom_it_should(file: Path) -> None:
    case, rule = case_in(file), file.parent.parent.name
    found = {address for address, rules in play(case).items() if rule in rules}
    assert found == set(case.named)


@pytest.mark.parametrize("file", cases(), ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_nobody_who_means_well_is_named_by_any_behaviour(file: Path) -> None:
    case = case_in(file)
    assert set(play(case)) <= set(case.named)


@pytest.mark.parametrize("behaviour", behaviours(), ids=lambda behaviour: behaviour.id)
def test_a_behaviour_has_a_page_and_two_days(behaviour: Behaviour) -> None:
    assert behaviour.question.endswith("?")
    assert behaviour.why
    assert behaviour.do
    assert behaviour.windows
    shown = {file.stem for file in (FOLDER / behaviour.id / "cases").glob("*.toml")}
    assert {"good", "bad"} <= shown
