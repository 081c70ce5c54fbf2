"""``storewarden support-ends``: which list counts, and how it is renewed."""

import json
from pathlib import Path

from tests.cli.conftest import Storewarden
from tests.connectors.test_support_ends import api


def test_the_list_is_told_and_renewed_from_a_file(home: Path, storewarden: Storewarden) -> None:
    assert storewarden("support-ends").out.startswith("The list of support ends is of 2026-08-22 ")
    (home / "full.json").write_text(json.dumps(api()), "ascii")
    answer = storewarden("support-ends", "update", "--from", "full.json")
    assert (answer.code, answer.out.endswith("names 33 products.\n")) == (0, True)
    assert "names 33 products" in storewarden("support-ends").out


def test_a_broken_one_leaves_the_old_one_in_force(home: Path, storewarden: Storewarden) -> None:
    (home / "full.json").write_text("<html>", "ascii")
    answer = storewarden("support-ends", "update", "--from", "full.json")
    words = "full.json is not what endoflife.date publishes; the list that there was stays in force"
    assert (answer.code, words in answer.err) == (3, True)
    assert "2026-08-22" in storewarden("support-ends").out
    assert storewarden("support-ends", "update", "--from", "none.json").code == 3
